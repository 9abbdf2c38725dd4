"""Tables of the index; they are the engine's own, made by it for the database in use."""

from django.db import migrations


def create(apps, schema_editor):
    from zhunsheng.search.database import store_for

    store = store_for(schema_editor.connection)
    store.create()
    store.begin_state()


def drop(apps, schema_editor):
    from zhunsheng.search.database import store_for

    store_for(schema_editor.connection).drop()


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [migrations.RunPython(create, drop)]
