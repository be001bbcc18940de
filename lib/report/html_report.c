/*
 * html_report.c - one page about a network.
 */
#include "report/html_report.h"

#include "file/out.h"
#include "report/html.h"
#include "report/section_pictures.h"
#include "report/section_run.h"
#include "report/section_scores.h"
#include "report/judgement.h"

static void link_to(struct buf *to, const char *name, const char *text)
{
	buf_printf(to, "<a href=\"#%s\">%s</a>", name, text);
}

static void write_nav(struct buf *to, const struct subject *s)
{
	buf_str(to, "<nav aria-label=\"sections\">");
	if (s->panel || s->picture)
		link_to(to, "images", "Images");
	if (s->scores)
		link_to(to, "scores", "Scores");
	if (s->scores)
		link_to(to, "groups", "Groups");
	if (s->joint)
		link_to(to, "pixels", "Pixels");
	if (s->metrics)
		link_to(to, "curves", "Training");
	if (s->data)
		link_to(to, "data", "Data");
	if (s->checks)
		link_to(to, "checks", "Checks");
	if (s->settings)
		link_to(to, "settings", "Settings");
	if (s->commands)
		link_to(to, "again", "Run it again");
	buf_str(to, "</nav>\n");
}

static int write_subject(struct buf *to, const struct subject *s,
			 struct err *err)
{
	struct judgement v;
	int rc;

	judgement_find(&v, s);
	judgement_write(to, &v, s);
	write_nav(to, s);
	section_run_warnings(to, s);
	rc = section_pictures(to, s, err);
	if (s->scores && s->scores->n) {
		section_scores_means(to, s, &v);
		section_scores_groups(to, s);
	}
	if (!rc && s->joint)
		rc = section_scores_pixels(to, s, err);
	section_run_curves(to, s);
	section_run_data(to, s);
	section_run_checks(to, s);
	section_run_settings(to, s);
	section_run_again(to, s);
	judgement_release(&v);
	return rc;
}

int html_report_write(const char *path, const struct subject *s,
		      struct err *err)
{
	struct buf b = { 0 };
	int rc;

	html_page(&b, s->name);
	buf_str(&b, "<h1>");
	html_name(&b, s->name);
	buf_str(&b, "</h1>\n");
	rc = write_subject(&b, s, err);
	html_page_end(&b);
	if (!rc && b.len > HTML_REPORT_MOST)
		rc = err_data(err,
			      "the page '%s' would have %zu bytes, at "
			      "most %d",
			      path, b.len, HTML_REPORT_MOST);
	if (!rc)
		rc = out_write(path, b.data, b.len, err);
	buf_release(&b);
	return rc;
}
