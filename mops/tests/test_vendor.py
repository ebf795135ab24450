"""Files of installed packages, found under our names; style sheets name only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from mops import vendor

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize("name", vendor.FILES)
def test_every_vendor_file_is_found(name):
    assert Path(finders.find(name)).stat().st_size > 1000


def test_nothing_else_of_a_package_is_served():
    assert not finders.find("vendor/widgetbundle.js")


def test_the_smaller_bundle_serves_while_its_version_is_plotlys():
    assert vendor.plotly_bundle() == vendor.PLOTLY_2D


def test_another_version_falls_back_to_the_full_file(tmp_path, monkeypatch):
    (tmp_path / "full.js").write_text("/** plotly.js v9.0.0 */")
    (tmp_path / "small.js").write_text('version="4.1.1"')
    monkeypatch.setattr(vendor, "_package", lambda name: tmp_path)
    monkeypatch.setattr(vendor, "PLOTLY", ("plotly", "full.js"))
    monkeypatch.setattr(vendor, "PLOTLY_2D", ("mirage", "small.js"))

    assert vendor.plotly_bundle() == vendor.PLOTLY


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_style_sheets_name_files_that_exist(sheet):
    for url in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
        name = str((sheet.parent / url).resolve().relative_to(STATIC))
        assert finders.find(name), name


@pytest.mark.parametrize("module", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_modules_are_short_and_need_no_inline_style(module):
    source = module.read_text()

    assert source.count("\n") <= 100
    assert not re.search(r"\.style\b|innerHTML|\beval\b", source)
