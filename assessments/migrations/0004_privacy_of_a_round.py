from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0003_change_between_rounds'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='privacy',
            field=models.CharField(choices=[('identified', 'identified'), ('confidential', 'confidential'), ('anonymous', 'anonymous')], default='identified', max_length=12, verbose_name='privacy'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='minimum_group',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='smallest group'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_group__gte', 3), ('minimum_group__lte', 50)), name='assessment_minimum_group_3_to_50'),
        ),
    ]
