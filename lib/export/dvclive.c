/*
 * dvclive.c - see dvclive.h.
 */
#include "export/dvclive.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "export/export_file.h"

/* Numbers of JSON have no NaN. */
static void add_number(struct buf *to, double x)
{
	char text[NUM_MAX];

	if (isfinite(x))
		buf_str(to, num_exact(text, x));
	else
		buf_printf(to, "\"%s\"", num_exact(text, x));
}

static int write_last(const struct exported *e, const char *dir,
		      struct err *err)
{
	const struct curves *s = &e->curves;
	struct buf b = { 0 };
	int rc;

	buf_char(&b, '{');
	for (size_t k = 0; k < s->tags.n; k++) {
		buf_str(&b, k ? ",\n " : "\n ");
		json_quote(&b, s->tags.at[k]);
		buf_str(&b, ": ");
		add_number(&b, s->points[curves_last(s, k)].value);
	}
	buf_str(&b, "\n}\n");
	rc = export_file_write(dir, "metrics.json", &b, err);
	buf_release(&b);
	return rc;
}

static int write_plot(const struct exported *e, const char *dir, size_t tag,
		      struct err *err)
{
	const struct curves *s = &e->curves;
	char *name = mem_printf("plots/metrics/%s.tsv", s->tags.at[tag]);
	char text[NUM_MAX];
	struct buf b = { 0 };
	int rc;

	buf_printf(&b, "timestamp\tstep\t%s\n", s->tags.at[tag]);
	for (size_t i = 0; i < s->n; i++)
		if (s->points[i].tag == tag)
			buf_printf(&b, "%.0f\t%" PRIu64 "\t%s\n",
				   curves_time(&s->points[i], e->start) * 1000,
				   s->points[i].step,
				   num_exact(text, s->points[i].value));
	rc = export_file_write(dir, name, &b, err);
	buf_release(&b);
	free(name);
	return rc;
}

static int write_params(const struct exported *e, const char *dir,
			struct err *err)
{
	const struct json *settings = exported_settings(e);
	struct buf b = { 0 };
	const char *key;
	double x;
	int rc;

	for (size_t i = 0; settings && (key = json_key(settings, i)); i++) {
		const char *text = json_str(settings, key);

		if (!text)
			continue;
		json_quote(&b, key);
		buf_str(&b, ": ");
		if (num_real(&x, text) == 0 && isfinite(x))
			add_number(&b, x);
		else if (!strcmp(text, "yes") || !strcmp(text, "no"))
			buf_str(&b, text[0] == 'y' ? "true" : "false");
		else
			json_quote(&b, text);
		buf_char(&b, '\n');
	}
	if (!b.len)
		buf_str(&b, "{}\n");
	rc = export_file_write(dir, "params.yaml", &b, err);
	buf_release(&b);
	return rc;
}

static int write_index(const char *dir, struct err *err)
{
	return export_file_text(dir, "dvc.yaml",
				"params:\n- params.yaml\n"
				"metrics:\n- metrics.json\n"
				"plots:\n- plots/metrics:\n    x: step\n",
				err);
}

int dvclive_export(const struct exported *e, const char *dir, struct err *err)
{
	char *place = mem_printf("%s/%s", dir, e->name);
	int rc = write_last(e, place, err);

	for (size_t k = 0; rc == 0 && k < e->curves.tags.n; k++)
		rc = write_plot(e, place, k, err);
	if (rc == 0)
		rc = write_params(e, place, err);
	if (rc == 0)
		rc = write_index(place, err);
	free(place);
	return rc;
}
