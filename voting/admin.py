"""The rules of voting beside those of the other rooms."""

from django.contrib import admin

from meetings.admin_rules import RulesAdmin
from voting.models import VotingRules


@admin.register(VotingRules)
class VotingRulesAdmin(RulesAdmin):
    """Rules of voting with the majority that decides."""

    list_display = (*RulesAdmin.list_display, "majority_rule")
