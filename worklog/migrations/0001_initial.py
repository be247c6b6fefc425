"""Weekly journals."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0001_organization'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalWeeklyJournal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('week', models.CharField(help_text='2026-W03', max_length=8, validators=[django.core.validators.RegexValidator('^\\d{4}-W\\d{2}$')], verbose_name='week')),
                ('state', models.CharField(choices=[('counted', 'handed in'), ('missing', 'not handed in'), ('excused', 'excused')], default='counted', max_length=8, verbose_name='state')),
                ('goals', models.JSONField(blank=True, default=dict, verbose_name='goals')),
                ('scores', models.JSONField(blank=True, default=dict, verbose_name='scores')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='changed at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.staffmember', verbose_name='staff member')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'historical weekly journal',
                'verbose_name_plural': 'historical weekly journals',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='WeeklyJournal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.CharField(help_text='2026-W03', max_length=8, validators=[django.core.validators.RegexValidator('^\\d{4}-W\\d{2}$')], verbose_name='week')),
                ('state', models.CharField(choices=[('counted', 'handed in'), ('missing', 'not handed in'), ('excused', 'excused')], default='counted', max_length=8, verbose_name='state')),
                ('goals', models.JSONField(blank=True, default=dict, verbose_name='goals')),
                ('scores', models.JSONField(blank=True, default=dict, verbose_name='scores')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journals', to='organization.staffmember', verbose_name='staff member')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'weekly journal',
                'verbose_name_plural': 'weekly journals',
                'ordering': ['-week', 'staff'],
                'indexes': [models.Index(fields=['unit', 'week'], name='worklog_wee_unit_id_1e3f93_idx')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'week'), name='week_once_per_person')],
            },
        ),
    ]
