"""The pdf wing: typography of this house for ReportLab."""

from django.apps import AppConfig


class PdfConfig(AppConfig):
    name = "documents.pdf"
    label = "documents_pdf"
