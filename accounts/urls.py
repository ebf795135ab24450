from django.urls import path

from accounts import organisation_views, views

app_name = "accounts"

urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/new/", views.new_token, name="token-new"),
    path("account/tokens/revoke/", views.revoke_token, name="token-revoke"),
    path("organisations/new/", organisation_views.new_organisation, name="organisation-new"),
    path("o/<uuid:organisation_id>/members/", organisation_views.members, name="members"),
    path(
        "o/<uuid:organisation_id>/members/<uuid:user_id>/remove/",
        organisation_views.remove_member,
        name="member-remove",
    ),
]
