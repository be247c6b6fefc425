"""The description of the interface, and its page. Everything comes from this server."""

from django.contrib.auth.decorators import login_required
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

schema = SpectacularAPIView.as_view(api_version="v1", throttle_classes=[])
docs = login_required(
    SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="assessment/api/docs.html")
)
