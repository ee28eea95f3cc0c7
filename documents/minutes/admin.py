"""The rules about documents beside those of the other rooms."""

from django.contrib import admin

from documents.minutes.models import DocumentRules
from meetings.admin_rules import RulesAdmin

admin.site.register(DocumentRules, RulesAdmin)
