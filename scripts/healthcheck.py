"""Ask the web process of this container for its health; exit status 0 if it is well."""

import http.client
import os
import sys


def host() -> str:
    """A name that the process accepts: the first of ALLOWED_HOSTS."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return first if first not in ("", "*") else "localhost"


def main() -> int:
    """0 if ``/healthz`` answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host(), "X-Forwarded-Proto": "https"})
        return int(connection.getresponse().status != 200)
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
