from django.conf import settings
from django.db import models


class MiniAnswer(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    question = models.IntegerField()
    value = models.IntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "question", name="mini_answer_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.question} {self.value}"
