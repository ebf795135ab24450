"""What the API shows and takes of files and of links to read."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from accounts.strict_fields import (
    GatedTextField,
    StrictChoiceField,
    StrictIntegerField,
    StrictSerializer,
)
from accounts.text_gate import SHORT
from jobs.serializers import JobSerializer
from reports.deliverables.formats import FORMATS
from reports.files.link_forms import DEFAULT_DAYS, LEAST_PASSCODE
from reports.models import Look, MadeFile, SharedLink
from reports.services.links import MAX_LINK_DAYS

MOST_PARTS = 100
_AUDIENCES = sorted({key for item in FORMATS.values() for key in item.audiences or {}})


class MadeFileSerializer(serializers.ModelSerializer[MadeFile]):
    """document_digest: of the values it was written from; two files of the same say the same.
    digest: SHA-256 of the bytes. made_by: id of a user."""

    class Meta:
        model = MadeFile
        fields = [
            "id",
            "organisation",
            "analysis",
            "roadmap",
            "format",
            "audience",
            "look",
            "template_name",
            "name",
            "size",
            "digest",
            "document_digest",
            "made_by",
            "made_at",
        ]
        read_only_fields = fields


class MadeFileQuery(ListQuery):
    organisation = serializers.UUIDField(required=False)
    analysis = serializers.UUIDField(required=False)
    format = StrictChoiceField(choices=sorted(FORMATS), required=False)
    ordering = ordering_field("made_at", "name", "size")


class FileInput(StrictSerializer):
    """analysis: a result of the organisation; unless said, the newest. audience: of a format that
    has some; the first unless said. look: whose colours, logo and lines; "client" and "own" where
    there is such a look, and the first of these that there is unless said. template: of the
    organisation or one's own, of the format's kind; unless said, the newest that goes with the
    look; null for the product's own layout. since: an earlier file of the same format, to mark what
    changed."""

    organisation = serializers.UUIDField()
    analysis = serializers.UUIDField(required=False)
    format = StrictChoiceField(choices=sorted(FORMATS))
    audience = StrictChoiceField(choices=_AUDIENCES, required=False)
    look = StrictChoiceField(choices=Look.values, required=False)
    template = serializers.UUIDField(required=False, allow_null=True)
    since = serializers.UUIDField(required=False)


class OrderedFileSerializer(serializers.Serializer[object]):
    """job: done once its `result_subject` is the id of the file."""

    job = JobSerializer()


class SharedLinkSerializer(serializers.ModelSerializer[SharedLink]):
    """withdrawn: what it showed was taken back with the result, or it has ended."""

    withdrawn = serializers.BooleanField(read_only=True)
    with_passcode = serializers.SerializerMethodField()

    class Meta:
        model = SharedLink
        fields = [
            "id",
            "organisation",
            "analysis",
            "roadmap",
            "name",
            "with_passcode",
            "views",
            "last_viewed_at",
            "expires_at",
            "revoked_at",
            "withdrawn",
            "created_by",
            "created_at",
        ]
        read_only_fields = fields

    def get_with_passcode(self, link: SharedLink) -> bool:
        return bool(link.passcode)


class SharedLinkQuery(ListQuery):
    organisation = serializers.UUIDField(required=False)
    ordering = ordering_field("created_at", "expires_at", "name")


class SharedLinkInput(StrictSerializer):
    """sections: keys of the document's sections, such as "standing", "gaps", "roadmap"; areas have
    "area-" before their key. files: ids, made from the newest analysis."""

    organisation = serializers.UUIDField()
    name = GatedTextField(limit=SHORT)
    sections = serializers.ListField(
        child=GatedTextField(limit=80), max_length=MOST_PARTS, default=list
    )
    files = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_PARTS, default=list
    )
    days = StrictIntegerField(min_value=1, max_value=MAX_LINK_DAYS, default=DEFAULT_DAYS)
    passcode = GatedTextField(limit=100, min_length=LEAST_PASSCODE, required=False)


class IssuedLinkSerializer(serializers.Serializer[object]):
    """url: holds the secret and is told this once."""

    url = serializers.URLField()
    link = SharedLinkSerializer()
