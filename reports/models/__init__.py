"""Rows of this room: pictures, how files look, files and who made them, links to results."""

from reports.models.brands import BrandFields, FileTemplate, Look, OrganisationBrand, OwnBrand
from reports.models.files import EditedPassage, FileContent, FileOrder, MadeFile
from reports.models.links import SharedLink, SharedPicture
from reports.models.pictures import DRAWING, ChartImage

__all__ = [
    "DRAWING",
    "BrandFields",
    "ChartImage",
    "EditedPassage",
    "FileContent",
    "FileOrder",
    "FileTemplate",
    "Look",
    "MadeFile",
    "OrganisationBrand",
    "OwnBrand",
    "SharedLink",
    "SharedPicture",
]
