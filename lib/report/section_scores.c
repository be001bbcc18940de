/*
 * section_scores.c - the parts of a page about scores.
 */
#include "report/section_scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "eval/summary.h"
#include "picture/png.h"
#include "report/chart.h"
#include "report/html.h"

/* Images that are listed; groups that are drawn and listed. */
enum { IMAGES = 200, GROUPS = 40 };

static size_t methods_of(const struct scores *s)
{
	size_t n = 0;

	while (n < s->n && !strcmp(s->list[n].id, s->list[0].id))
		n++;
	return n;
}

/* "higher is better", of a metric. */
static const char *direction(const struct metric *m)
{
	return m->better > 0 ? " &#8593;" : m->better < 0 ? " &#8595;" : "";
}

static void interval(struct buf *to, const struct subject *s,
		     const char *method, enum region region, size_t metric)
{
	struct bootstrap_interval in = summary_interval(s->bootstrap, s->scores,
							method, region, metric);

	if (isnan(in.low)) {
		buf_str(to, "&#8211;");
		return;
	}
	html_number(to, in.low);
	buf_str(to, " to ");
	html_number(to, in.high);
}

static void mean_row(struct buf *to, const struct subject *s, size_t metric)
{
	const struct scores *t = s->scores;
	size_t n = methods_of(t);

	buf_printf(to, "<tr><th scope=\"row\" title=\"");
	html_text(to, metrics[metric]->about);
	buf_printf(to, "\">%s%s</th>", metrics[metric]->name,
		   direction(metrics[metric]));
	for (size_t i = 0; i < n; i++) {
		int judged = !strcmp(t->list[i].method, s->method);

		buf_str(to, judged ? "<td class=\"best\">" : "<td>");
		html_number(to, scores_part_mean(t, t->list[i].method, REGIONS,
						 metric, NULL));
		if (judged) {
			buf_str(to, "</td><td class=\"soft\">");
			interval(to, s, s->method, REGIONS, metric);
		}
		buf_str(to, "</td>");
	}
	buf_str(to, "</tr>\n");
}

static void means_table(struct buf *to, const struct subject *s)
{
	const struct scores *t = s->scores;

	buf_str(to, "<div class=\"wide\"><table>\n<thead><tr><th "
		    "scope=\"col\">mean over images</th>");
	for (size_t i = 0; i < methods_of(t); i++) {
		buf_printf(to, "<th scope=\"col\">%s</th>", t->list[i].method);
		if (!strcmp(t->list[i].method, s->method))
			buf_str(to, "<th scope=\"col\">95 % interval</th>");
	}
	buf_str(to, "</tr></thead>\n<tbody>\n");
	for (size_t m = 0; metrics[m]; m++)
		mean_row(to, s, m);
	buf_str(to, "</tbody></table></div>\n");
}

/* The means of each channel of the targets: of the judged method and, beside
 * it, of the best baseline. */
static void channels_table(struct buf *to, const struct subject *s,
			   const struct judgement *v)
{
	const struct scores *t = s->scores;
	const char *method[] = { s->method, v->best };

	if (!t->channels)
		return;
	buf_str(to, "<h3>Each channel of the targets</h3>\n<div "
		    "class=\"wide\"><table><thead><tr><th></th>");
	for (size_t k = 0; k < t->channels; k++)
		for (int i = 0; i < 2 && method[i]; i++)
			buf_printf(to, "<th scope=\"col\">channel %zu, %s</th>",
				   k, method[i]);
	buf_str(to, "</tr></thead><tbody>\n");
	for (size_t m = 0; metrics[m]; m++) {
		buf_printf(to, "<tr><th scope=\"row\">%s%s</th>",
			   metrics[m]->name, direction(metrics[m]));
		for (size_t k = 0; k < t->channels; k++)
			for (int i = 0; i < 2 && method[i]; i++) {
				buf_str(to, i ? "<td>" : "<td class=\"best\">");
				html_number(to,
					    scores_part_mean(&t->channel[k],
							     method[i], REGIONS,
							     m, NULL));
				buf_str(to, "</td>");
			}
		buf_str(to, "</tr>\n");
	}
	buf_str(to, "</tbody></table></div>\n");
}

static void regions_table(struct buf *to, const struct subject *s,
			  const struct judgement *v)
{
	const char *method[] = { s->method, v->best };

	if (!scores_have_regions(s->scores))
		return;
	buf_str(to, "<details><summary>Foreground and background</summary>\n<p "
		    "class=\"soft\">Foreground: pixels whose target is above "
		    "Otsu's threshold of the train targets.</p>\n<div "
		    "class=\"wide\"><table><thead><tr><th></th>");
	for (int i = 0; i < 2 && method[i]; i++)
		for (int k = 0; k < REGIONS; k++)
			buf_printf(to, "<th scope=\"col\">%s, %s</th>",
				   method[i], region_names[k]);
	buf_str(to, "</tr></thead><tbody>\n");
	for (size_t m = 0; metrics[m]; m++) {
		if (!metrics[m]->eval)
			continue;
		buf_printf(to, "<tr><th scope=\"row\">%s%s</th>",
			   metrics[m]->name, direction(metrics[m]));
		for (int i = 0; i < 2 && method[i]; i++)
			for (int k = 0; k < REGIONS; k++) {
				buf_str(to, i ? "<td>" : "<td class=\"best\">");
				html_number(to, scores_part_mean(s->scores,
								 method[i],
								 (enum region)k,
								 m, NULL));
				buf_str(to, "</td>");
			}
		buf_str(to, "</tr>\n");
	}
	buf_str(to, "</tbody></table></div></details>\n");
}

/* What the baselines that there are predict. */
static void explain(struct buf *to, const struct scores *s)
{
	static const char *const about[][2] = {
		{ "mean", "the mean of the train targets" },
		{ "affine", "the best straight line from source to target" },
		{ "linear", "the best filter of 5 &#215; 5 pixels" },
		{ "shuffled", "the prediction for another image" },
		{ "repeat", "a second acquisition of the target; the square "
			    "root of its pearson is the most that a prediction "
			    "can be expected to reach" },
	};

	for (size_t i = 0; i < methods_of(s); i++)
		for (size_t k = 0; k < sizeof about / sizeof *about; k++)
			if (!strcmp(s->list[i].method, about[k][0]))
				buf_printf(to, " %s: %s.", about[k][0],
					   about[k][1]);
}

void section_scores_means(struct buf *to, const struct subject *s,
			  const struct judgement *v)
{
	const struct bootstrap *b = s->bootstrap;

	html_section(to, s->number, "scores", "Scores beside the baselines");
	means_table(to, s);
	if (s->scores->channels)
		buf_str(to, "<p class=\"soft\">These are the means over the "
			    "channels of the targets.</p>\n");
	channels_table(to, s, v);
	buf_printf(to,
		   "<p class=\"soft\">%zu image%s; intervals by %zu resamples "
		   "of %zu %s%s (percentile bootstrap, seed %llu)%s. Range of "
		   "psnr and ssim: ",
		   b->images, b->images == 1 ? "" : "s", b->resamples,
		   b->groups, b->named ? "group" : "image",
		   b->groups == 1 ? "" : "s", (unsigned long long)b->seed,
		   b->groups < 6 ? "; so few give intervals that are too "
				   "narrow" :
				   "");
	if (!s->scores->channels)
		html_number(to, s->scores->range);
	for (size_t k = 0; k < s->scores->channels; k++) {
		buf_printf(to, "%sof channel %zu ", k ? ", " : "", k);
		html_number(to, s->scores->channel[k].range);
	}
	buf_char(to, '.');
	explain(to, s->scores);
	buf_str(to, "</p>\n");
	regions_table(to, s, v);
	html_section_end(to);
}

struct score_group { /* of images */
	const char *name;
	double *x; /* pearson of each */
	size_t n;
	double nmse, ssim; /* means */
};

/* Sums over the images of one group; returns how many groups there are. */
static size_t collect(const struct subject *s, struct score_group *g)
{
	const struct scores *t = s->scores;
	size_t groups = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct score *one = &t->list[i];
		size_t k = 0;

		if (strcmp(one->method, s->method))
			continue;
		while (k < groups && strcmp(g[k].name, one->group))
			k++;
		if (k == groups)
			g[groups++].name = one->group;
		g[k].x = mem_grow(g[k].x, g[k].n + 1, sizeof(double));
		g[k].x[g[k].n++] = scores_value(one, "pearson");
		g[k].nmse += scores_value(one, "nmse");
		g[k].ssim += scores_value(one, "ssim");
	}
	return groups;
}

static double mean_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

/* At most 18 characters of NAME; the caller frees it. */
static char *shortened(const char *name)
{
	size_t n = 0, characters = 0;
	char *cut;

	while (name[n] && characters < 18) {
		n++;
		while (((unsigned char)name[n] & 0xc0) == 0x80)
			n++;
		characters++;
	}
	cut = mem_strn(name, n);
	if (name[n]) {
		char *all = mem_printf("%s\xe2\x80\xa6", cut);

		free(cut);
		cut = all;
	}
	return cut;
}

static void draw_groups(struct buf *to, const struct score_group *g, size_t n)
{
	struct chart_strip *strip = mem_zero(n + 1, sizeof(*strip));
	char **name = mem_zero(n + 1, sizeof(*name));

	for (size_t k = 0; k < n; k++) {
		name[k] = shortened(*g[k].name ? g[k].name : "all images");
		strip[k] = (struct chart_strip){ name[k], g[k].x, g[k].n };
	}
	chart_strips(to, "pearson of each image, by group",
		     "pearson of each image; bar: mean of the group", strip, n);
	for (size_t k = 0; k < n; k++)
		free(name[k]);
	free(name);
	free(strip);
}

static void list_groups(struct buf *to, const struct score_group *g, size_t n)
{
	buf_str(to, "<div class=\"wide\"><table><thead><tr><th "
		    "scope=\"col\">group</th><th scope=\"col\">images</th>"
		    "<th scope=\"col\">pearson</th><th scope=\"col\">nmse</th>"
		    "<th scope=\"col\">ssim</th></tr></thead><tbody>\n");
	for (size_t k = 0; k < n; k++) {
		buf_str(to, "<tr><th scope=\"row\">");
		html_name(to, *g[k].name ? g[k].name : "(none)");
		buf_printf(to, "</th><td>%zu</td><td>", g[k].n);
		html_number(to, mean_of(g[k].x, g[k].n));
		buf_str(to, "</td><td>");
		html_number(to, g[k].nmse / (double)g[k].n);
		buf_str(to, "</td><td>");
		html_number(to, g[k].ssim / (double)g[k].n);
		buf_str(to, "</td></tr>\n");
	}
	buf_str(to, "</tbody></table></div>\n");
}

static void list_image(struct buf *to, const struct score *one)
{
	static const char *const shown[] = { "pearson", "nmse", "ssim", "mae",
					     "frc" };

	buf_str(to, "<tr><th scope=\"row\">");
	html_name(to, one->id);
	buf_str(to, "</th><td>");
	html_name(to, one->group);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		buf_str(to, "</td><td>");
		html_number(to, scores_value(one, shown[i]));
	}
	buf_str(to, "</td><td class=\"fail\">");
	html_text(to, one->leak ? one->leak : "");
	buf_str(to, "</td></tr>\n");
}

static void list_images(struct buf *to, const struct subject *s)
{
	size_t *order, n = scores_rank(s->scores, s->method, "pearson", &order);
	size_t shown = n < IMAGES ? n : IMAGES;

	buf_printf(to,
		   "<details><summary>%s%zu image%s"
		   "</summary>\n<div class=\"wide\"><table><thead><tr>"
		   "<th scope=\"col\">image</th><th scope=\"col\">group"
		   "</th><th scope=\"col\">pearson</th><th scope=\"col\">"
		   "nmse</th><th scope=\"col\">ssim</th><th scope=\"col\">"
		   "mae</th><th scope=\"col\">frc</th><th scope=\"col\">"
		   "leak</th></tr></thead><tbody>\n",
		   n == 1    ? "" :
		   shown < n ? "The worst " :
			       "All ",
		   shown, n == 1 ? "" : "s, the worst first");
	for (size_t i = 0; i < shown; i++)
		list_image(to, &s->scores->list[order[i]]);
	buf_str(to, "</tbody></table></div></details>\n");
	free(order);
}

void section_scores_groups(struct buf *to, const struct subject *s)
{
	struct score_group *g = mem_zero(s->scores->n + 1, sizeof(*g));
	size_t n = collect(s, g), shown = n < GROUPS ? n : GROUPS;

	html_section(to, s->number, "groups", "Groups and images");
	buf_str(to, "<div class=\"row\"><div>\n");
	draw_groups(to, g, shown);
	buf_str(to, "</div><div>\n");
	list_groups(to, g, shown);
	if (shown < n)
		buf_printf(to,
			   "<p class=\"soft\">The first %zu of %zu "
			   "groups.</p>\n",
			   shown, n);
	buf_str(to, "</div></div>\n");
	list_images(to, s);
	html_section_end(to);
	for (size_t k = 0; k < n; k++)
		free(g[k].x);
	free(g);
}

/* Shades of the logarithm of the counts.  Nothing is white; on a dark page the
 * style of html.c turns black and white round. */
static int joint_png(struct buf *png, const struct joint *j, struct err *err)
{
	unsigned char px[JOINT_BINS * JOINT_BINS * 3];
	double most = 1;

	for (size_t i = 0; i < JOINT_BINS; i++)
		for (size_t k = 0; k < JOINT_BINS; k++)
			most = fmax(most, (double)j->count[i][k]);
	for (size_t y = 0; y < JOINT_BINS; y++)
		for (size_t x = 0; x < JOINT_BINS; x++) {
			double n = (double)j->count[x][JOINT_BINS - 1 - y];
			double t = calc_log(1 + n) / calc_log(1 + most);
			unsigned char *to = px + 3 * (y * JOINT_BINS + x);

			to[0] = (unsigned char)(255 - 235 * t);
			to[1] = (unsigned char)(255 - 185 * t);
			to[2] = (unsigned char)(255 - 125 * t);
		}
	return png_encode(png, px, JOINT_BINS, JOINT_BINS, 3, err);
}

static void draw_residuals(struct buf *to, const struct joint *j)
{
	double x[JOINT_BINS], mean[JOINT_BINS], sd[JOINT_BINS];
	struct chart_line line = { "mean residual", "l0", x, mean,
				   JOINT_BINS,	    0,	  sd };
	struct chart c = {
		.title = "residual against intensity",
		.x_name = "target",
		.y_name = "prediction \xe2\x88\x92 target",
		.zero = 1,
		.line = &line,
		.lines = 1,
	};

	for (size_t i = 0; i < JOINT_BINS; i++) {
		double n = j->n[i];

		x[i] = j->low +
		       ((double)i + 0.5) * (j->high - j->low) / JOINT_BINS;
		/* Of a few pixels neither says much. */
		mean[i] = n >= 20 ? j->sum[i] / n : NAN;
		sd[i] = sqrt(fmax(j->square[i] / n - mean[i] * mean[i], 0));
	}
	chart_lines(to, &c);
}

/* Channel K of the targets. */
static int write_pixels(struct buf *to, const struct subject *s, size_t k,
			struct err *err)
{
	const struct joint *j = &s->joint[k];
	struct buf png = { 0 };
	int rc = joint_png(&png, j, err);

	if (s->joints > 1)
		buf_printf(to, "<h3>Target channel %zu</h3>\n", k);
	buf_str(to, "<div class=\"row\"><div>\n");
	if (!rc)
		chart_map(to, "joint histogram of target and prediction",
			  "target", "prediction", j->low, j->high, png.data,
			  png.len);
	buf_str(to,
		"<p class=\"soft\">All pixels of all scored images; the "
		"stronger the colour, the more (logarithm). On the dashed line "
		"prediction and target are equal.</p></div><div>\n");
	draw_residuals(to, j);
	buf_str(to, "<p class=\"soft\">Residual against intensity: mean, and "
		    "one standard deviation around it. A line that falls from "
		    "left to right: bright structures come out too "
		    "dim.</p></div></div>\n");
	buf_release(&png);
	return rc;
}

int section_scores_pixels(struct buf *to, const struct subject *s,
			  struct err *err)
{
	int rc = 0;

	html_section(to, s->number, "pixels",
		     "Prediction against target, pixel by pixel");
	for (size_t k = 0; k < s->joints && !rc; k++)
		rc = write_pixels(to, s, k, err);
	html_section_end(to);
	return rc;
}
