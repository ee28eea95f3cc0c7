"""The rules of debate and motions beside those of the other rooms."""

from django.contrib import admin

from agenda.models import AgendaRules
from meetings.admin_rules import RulesAdmin

admin.site.register(AgendaRules, RulesAdmin)
