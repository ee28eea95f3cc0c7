from django.apps import apps

TABLES = {
    "documents.calendarstamp": "documents_calendarstamp",
    "documents.file": "documents_file",
    "documents.filecontent": "documents_filecontent",
    "documents.minutescopy": "documents_minutescopy",
    "documents.minutesrelease": "documents_minutesrelease",
    "documents.ownslides": "documents_ownslides",
    "documents.pagepicture": "documents_pagepicture",
    "documents.presentation": "documents_presentation",
}


def test_what_moved_into_the_wings_kept_its_label_and_its_table():
    """Content types, the history that triggers write, and readings on record name them so."""
    found = {model._meta.label_lower: model._meta.db_table for model in apps.get_app_config("documents").get_models()}

    assert {label: found.get(label) for label in TABLES} == TABLES
    assert {model.__module__.split(".")[1] for model in apps.get_app_config("documents").get_models()} <= {
        "calendars",
        "files",
        "papers",
        "minutes",
        "packs",
        "presenting",
    }
