import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from bench.mini.models import MiniAnswer


@require_POST
@login_required
def save(request, question):
    data = json.loads(request.body)
    value = data.get("value")
    if type(value) is not int or not 1 <= value <= 5:
        return HttpResponseBadRequest()
    row = MiniAnswer(
        user_id=request.user.pk, question=question, value=value, saved_at=timezone.now()
    )
    MiniAnswer.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["user", "question"],
        update_fields=["value", "saved_at"],
    )
    return JsonResponse({"saved_at": row.saved_at})


urlpatterns = [path("save/<int:question>/", save)]
