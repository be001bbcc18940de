/*
 * html_report.c - one page about a network.
 */
#include "report/html_report.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "file/out.h"
#include "report/html.h"
#include "report/section_pictures.h"
#include "report/section_run.h"
#include "report/section_scores.h"
#include "report/judgement.h"

static void link_to(struct buf *to, const struct subject *s, const char *name,
		    const char *text)
{
	buf_printf(to, "<a href=\"#%s", name);
	if (s->number)
		buf_printf(to, "-%zu", s->number);
	buf_printf(to, "\">%s</a>", text);
}

static void write_nav(struct buf *to, const struct subject *s)
{
	buf_str(to, "<nav aria-label=\"sections\">");
	if (s->panel || (s->picture && s->picture->len))
		link_to(to, s, "images", "Images");
	if (s->scores && s->scores->n)
		link_to(to, s, "scores", "Scores");
	if (s->scores && s->scores->n)
		link_to(to, s, "groups", "Groups");
	if (s->joint)
		link_to(to, s, "pixels", "Pixels");
	if (s->metrics && s->metrics->rows)
		link_to(to, s, "curves", s->other ? "Metrics" : "Training");
	if (s->data)
		link_to(to, s, "data", "Data");
	if (s->checks)
		link_to(to, s, "checks", "Checks");
	if (s->settings)
		link_to(to, s, "settings", "Settings");
	if (s->commands && s->commands->n)
		link_to(to, s, "again", "Run it again");
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

static const char *const shown[] = { "pearson", "nmse", "ssim" };
enum { SHOWN = sizeof shown / sizeof *shown };

/* A row for each run: verdict and means, and links to the rest. */
static void write_overview(struct buf *to, const struct subject *s, size_t n)
{
	html_section(to, 0, "overview", "Runs");
	buf_str(to, "<div class=\"wide\"><table><thead><tr><th scope=\"col\">"
		    "run</th><th scope=\"col\" class=\"name\">verdict</th>");
	for (size_t k = 0; k < SHOWN; k++)
		buf_printf(to, "<th scope=\"col\">%s</th>", shown[k]);
	buf_str(to, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < n; i++) {
		struct judgement v;

		judgement_find(&v, &s[i]);
		buf_printf(to, "<tr><th scope=\"row\"><a href=\"#run-%zu\">",
			   s[i].number);
		html_name(to, s[i].name);
		buf_printf(to, "</a></th><td style=\"text-align:left\">%s: ",
			   judgement_word(&v));
		html_text(to, buf_text(&v.head));
		for (size_t k = 0; k < SHOWN; k++) {
			buf_str(to, "</td><td>");
			html_number(to, s[i].scores ?
						scores_mean(s[i].scores,
							    s[i].method,
							    shown[k], NULL) :
						(double)NAN);
		}
		buf_str(to, "</td></tr>\n");
		judgement_release(&v);
	}
	buf_str(to, "</tbody></table></div>\n");
	html_section_end(to);
}

static void write_said(struct buf *to, const struct messages *m)
{
	buf_str(to, "<ul>\n");
	for (size_t i = 0; i < m->n; i++) {
		buf_str(to, m->list[i].level == MESSAGE_WARNING ?
				    "<li class=\"warn\">" :
				    "<li>");
		html_text(to, m->list[i].text);
		buf_str(to, "</li>\n");
	}
	buf_str(to, "</ul>\n");
}

/* Returns 1 if row I names the same runs as the row above. */
static int is_same_pair(const struct tsv *t, size_t i)
{
	int a = tsv_column(t, "a"), b = tsv_column(t, "b");

	return i && !strcmp(tsv_get(t, i, a), tsv_get(t, i - 1, a)) &&
	       !strcmp(tsv_get(t, i, b), tsv_get(t, i - 1, b));
}

/* Appends which channel a row is of, if there are several. */
static void write_channel(struct buf *to, const struct tsv *t, size_t row)
{
	const char *channel = tsv_get(t, row, tsv_column(t, "channel"));

	if (!*channel)
		return;
	if (!strcmp(channel, "*")) {
		buf_str(to, ", mean over channels");
		return;
	}
	buf_str(to, ", channel ");
	html_text(to, channel);
}

static void write_compared_rows(struct buf *to, const struct tsv *t)
{
	static const char *const column[] = { "a",	    "b",      "metric",
					      "difference", "low",    "high",
					      "b_better",   "images", "p",
					      "units" };

	for (size_t i = 0; i < t->rows; i++) {
		buf_str(to, "<tr>");
		for (size_t k = 0; k < sizeof column / sizeof *column; k++) {
			const char *text = tsv_get(t, i,
						   tsv_column(t, column[k]));
			double x = NAN;

			buf_str(to, k < 3 ? "<td class=\"name\">" : "<td>");
			if (k == 2 || (k < 2 && !is_same_pair(t, i)))
				html_name(to, text);
			if (k == 2)
				write_channel(to, t, i);
			else if (k < 2)
				;
			else if (num_real(&x, text) == 0 || *text == 0)
				html_number(to, x);
			buf_str(to, "</td>");
		}
		buf_str(to, "</tr>\n");
	}
}

static void write_compared(struct buf *to, const struct html_comparison *c)
{
	static const char *const head[] = { "first",
					    "second",
					    "metric",
					    "second minus first",
					    "95 % from",
					    "to",
					    "second better on",
					    "of images",
					    "Wilcoxon p",
					    "over units" };

	html_section(to, 0, "compared", "Is one better?");
	write_said(to, &c->said);
	buf_str(to, "<div class=\"wide\"><table><thead><tr>");
	for (size_t k = 0; k < sizeof head / sizeof *head; k++)
		buf_printf(to, "<th scope=\"col\"%s>%s</th>",
			   k < 3 ? " class=\"name\"" : "", head[k]);
	buf_str(to, "</tr></thead><tbody>\n");
	write_compared_rows(to, &c->table);
	buf_str(to, "</tbody></table></div>\n<p class=\"soft\">Paired over "
		    "the images that both scored. Intervals by the bootstrap "
		    "over groups (or images); Wilcoxon&#39;s signed-rank test "
		    "over their mean differences.</p>\n");
	html_section_end(to);
}

static int write_all(struct buf *to, const struct subject *s, size_t n,
		     const struct html_comparison *c, struct err *err)
{
	int rc = 0;

	if (n == 1)
		return write_subject(to, s, err);
	write_overview(to, s, n);
	if (c && (c->table.rows || c->said.n))
		write_compared(to, c);
	section_run_differences(to, s, n);
	for (size_t i = 0; i < n && !rc; i++) {
		buf_printf(to, "<h1 id=\"run-%zu\">", s[i].number);
		html_name(to, s[i].name);
		buf_str(to, "</h1>\n");
		rc = write_subject(to, &s[i], err);
	}
	return rc;
}

int html_report_write(const char *path, const char *title,
		      const struct subject *s, size_t n,
		      const struct html_comparison *c, struct err *err)
{
	struct buf b = { 0 };
	int rc;

	html_page(&b, title);
	buf_str(&b, "<h1>");
	html_name(&b, title);
	buf_str(&b, "</h1>\n");
	rc = write_all(&b, s, n, c, err);
	html_page_end(&b);
	if (!rc && b.len > HTML_REPORT_MOST)
		rc = err_data(err,
			      "the page '%s' would have %zu bytes; a page "
			      "may have at most %d bytes",
			      path, b.len, HTML_REPORT_MOST);
	if (!rc)
		rc = out_write(path, b.data, b.len, err);
	buf_release(&b);
	return rc;
}
