from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_checks_one_by_one'),
    ]

    operations = [
        migrations.AddField(
            model_name='importproblem',
            name='filled',
            field=models.JSONField(default=list, verbose_name='合并单元格填入的列'),
        ),
    ]
