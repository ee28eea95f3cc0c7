"""Addresses of packs."""

from django.urls import path

from documents.packs import views

urlpatterns = [
    path("meetings/<int:pk>/pack/", views.pack, name="pack"),
    path("meetings/<int:pk>/pack/build/", views.build_pack, name="build_pack"),
    path("meetings/<int:pk>/pack.pdf", views.pack_pdf, name="pack_pdf"),
    path("meetings/<int:pk>/pack.zip", views.pack_zip, name="pack_zip"),
    path("meetings/<int:pk>/supplement.pdf", views.supplement_pdf, name="supplement_pdf"),
    path("meetings/<int:pk>/print-run.pdf", views.print_run_pdf, name="print_run_pdf"),
]
