/** Tables and attributes, since that is what every mail program understands; readable without colours and without pictures. */
export const HTML = `<!doctype html>
<html lang="{{ locale }}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ subject | escape }}</title></head>
<body style="margin:0;background:#f4f5f7">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#f4f5f7"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#ffffff" style="max-width:560px;border-radius:12px">
<tr><td style="padding:28px 32px 8px;font:600 18px/1.4 Arial,sans-serif;color:#14181f">{{ shop.name | escape }}</td></tr>
<tr><td style="padding:8px 32px;font:16px/1.55 Arial,sans-serif;color:#2b313b">
{%- for paragraph in paragraphs %}<p style="margin:0 0 12px">{{ paragraph | escape | newline_to_br }}</p>{% endfor -%}
</td></tr>
{%- for answer in answers %}
<tr><td style="padding:8px 32px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td bgcolor="#f4f5f7" style="padding:12px 16px;border-radius:8px;font:15px/1.5 Arial,sans-serif;color:#14181f">
<div style="font-size:13px;color:#5c6572;margin:0 0 4px">{{ answer.author | escape }} · {{ answer.at | escape }}</div>{{ answer.text | escape | newline_to_br }}</td></tr></table></td></tr>
{%- endfor %}
{%- if link %}
<tr><td style="padding:16px 32px"><a href="{{ link | escape }}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#14181f;color:#ffffff;font:600 15px/1.3 Arial,sans-serif;text-decoration:none">{{ button | escape }}</a></td></tr>
{%- endif %}
<tr><td style="padding:12px 32px 28px;font:14px/1.5 Arial,sans-serif;color:#5c6572">{% if reply %}{{ reply | escape }}<br>{% endif %}{{ closing | escape }}
{%- if stop %}<br><a href="{{ stop.link | escape }}" style="font-size:13px;color:#5c6572">{{ stop.words | escape }}</a>{% endif %}</td></tr>
</table></td></tr></table></body></html>
`

export const TEXT = `{{ words }}
{% for answer in answers %}
{{ answer.author }}, {{ answer.at }}:
{{ answer.text }}
{% endfor %}
{%- if link %}
{{ button }}: {{ link }}
{% endif %}
{%- if reply %}
{{ reply }}
{% endif %}
{{ closing }}
{%- if stop %}

{{ stop.words }}: {{ stop.link }}
{%- endif %}
`
