"""Static files in production: names with hashes, kept for good by browsers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Also gives the hashed names to the imports between ES modules, so they need no build."""

    support_js_module_import_aggregation = True
