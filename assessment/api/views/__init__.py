"""Operations of the interface, by resource."""
