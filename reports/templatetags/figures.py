"""Numbers in templates, all through reports/numbers.py."""

from django import template

from reports import dates, numbers

register = template.Library()

register.filter("as_level", numbers.level)
register.filter("as_index", numbers.index)
register.filter("as_percent", numbers.percent)
register.filter("as_days", numbers.days)
register.filter("as_money", numbers.thousands)
register.filter("as_day", dates.day)
register.filter("as_month", dates.month)
