"""All of the room as of 0.1.0: campaigns, groups, subjects, codes and ballots; a ballot is never changed."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.db import migrations, models

from foundation.append_only import Protect


class Migration(migrations.Migration):

    replaces = [
        ('evaluation', '0001_initial'),
        ('evaluation', '0002_group_names'),
    ]

    initial = True

    dependencies = [
        ('assessment', '0001_assessment'),
        ('organization', '0001_organization'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('state', models.CharField(choices=[('prepared', 'being prepared'), ('open', 'open for answers'), ('ended', 'evaluation ended')], default='prepared', max_length=10, verbose_name='state')),
                ('period', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='campaign', to='assessment.period', verbose_name='period')),
            ],
            options={
                'verbose_name': 'evaluation campaign',
                'verbose_name_plural': 'evaluation campaigns',
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=8, validators=[django.core.validators.MinValueValidator(0)], verbose_name='weight')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('issued', models.PositiveIntegerField(default=0, verbose_name='codes issued')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='evaluation.campaign', verbose_name='evaluation campaign')),
            ],
            options={
                'verbose_name': 'group of raters',
                'verbose_name_plural': 'groups of raters',
                'ordering': ['position', 'code'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'code'), name='group_code_once_per_campaign'), models.UniqueConstraint(fields=('campaign', 'name'), name='group_name_once_per_campaign'), models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='group_weight_above_zero')],
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='evaluation.group', verbose_name='group of raters')),
            ],
            options={
                'verbose_name': 'ballot code',
                'verbose_name_plural': 'ballot codes',
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.department', verbose_name='department')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.staffmember', verbose_name='staff member')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='evaluation.group', verbose_name='group of raters')),
            ],
            options={
                'verbose_name': 'ballot',
                'verbose_name_plural': 'ballots',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('staff__isnull', True)), models.Q(('department__isnull', True), ('staff__isnull', False)), _connector='OR'), name='ballot_is_about_one')],
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='evaluation.campaign', verbose_name='evaluation campaign')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.department', verbose_name='department')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.staffmember', verbose_name='staff member')),
            ],
            options={
                'verbose_name': 'subject of an evaluation',
                'verbose_name_plural': 'subjects of an evaluation',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('department__isnull', False), ('staff__isnull', True)), models.Q(('department__isnull', True), ('staff__isnull', False)), _connector='OR'), name='subject_is_about_one'), models.UniqueConstraint(fields=('campaign', 'staff'), name='asked_once_about_a_person'), models.UniqueConstraint(fields=('campaign', 'department'), name='asked_once_about_a_department')],
            },
        ),
        Protect("evaluation_ballot"),
    ]
