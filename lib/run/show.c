/*
 * show.c - see show.h.
 */
#include "run/show.h"
#include "run/lineage.h"
#include "store/object.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/sh.h"
#include "file/path.h"
#include "file/tsv.h"
#include "code/secret.h"
#include "run/argv.h"
#include "store/durable.h"

#define SHOWN 10 /* how many files of a list are printed */
#define SHORT 12 /* how many digits of a digest are printed */
#define MAX_NOTES ((size_t)16 << 20)

/* Appends BEFORE, which is freed, the name of a file, and AFTER. */
static void add_name(struct buf *to, char *before, const char *path,
		     const char *after)
{
	buf_str(to, before);
	path_visible(to, path);
	buf_str(to, after);
	free(before);
}

static void field(struct buf *to, const char *name, const char *text)
{
	if (text && *text)
		add_name(to, mem_printf("%-10s", name), text, "\n");
}

static const char *get(const struct json *j, const char *key)
{
	const char *text = j ? json_str(j, key) : NULL;

	return text ? text : "";
}

/* ", as MLflow says: FINISHED" */
static void add_status(struct buf *to, const struct run *r)
{
	const char *status = get(json_get(r->start, "imported"), "status");

	if (*status)
		buf_printf(to, ", as %s says: %s", run_imported(r->start),
			   status);
	else
		buf_printf(to, ", as far as %s knows", run_imported(r->start));
}

/* "done", "failed, exit 3", "stopped by SIGINT". */
static void state_line(struct buf *to, const struct run *r)
{
	int64_t sig = r->end ? json_int(r->end, "signal", 0) : 0;
	int64_t code = r->end ? json_int(r->end, "exit", 0) : 0;
	const char *name = sig > 0 && sig < NSIG ? sigabbrev_np((int)sig) :
						   NULL;

	buf_printf(to, "%-10s%s", "state", run_state_name(r->state));
	if (run_imported(r->start))
		add_status(to, r);
	else if (name)
		buf_printf(to, " by SIG%s", name);
	else if (r->end)
		buf_printf(to, ", exit %lld", (long long)code);
	buf_char(to, '\n');
	field(to, "error", get(r->end, "error"));
}

static void times(struct buf *to, const struct run *r)
{
	int64_t memory = r->end ? json_int(r->end, "peak_memory", 0) : 0;
	const char *host = get(r->start, "host"), *user = get(r->start, "user");

	buf_printf(to, "%-10s%s%s%s%s%s\n", "started", get(r->start, "time"),
		   *host ? " on " : "", host, *user ? " by " : "", user);
	if (!r->end)
		return;
	buf_printf(to, "%-10s%s s", "took", get(r->end, "seconds"));
	if (memory > 0)
		buf_printf(to, ", at most %lld MB of memory",
			   (long long)(memory + 999999) / 1000000);
	buf_char(to, '\n');
}

static void command(struct buf *to, const struct run *r)
{
	const struct json *argv = json_get(r->start, "argv");
	size_t i, n = argv && json_is_list(argv) ? json_len(argv) : 0;
	struct buf line = { 0 };

	for (i = 0; i < n; i++) {
		const char *text = json_text(json_at(argv, i));

		if (i)
			buf_char(&line, ' ');
		sh_quote(&line, text ? text : "");
	}
	/* Further lines of a word must not look like fields. */
	buf_printf(to, "%-10s", "command");
	for (const char *c = buf_text(&line); *c; c++)
		buf_str(to, *c == '\n' ? "\n          " : (char[]){ *c, 0 });
	buf_char(to, '\n');
	buf_release(&line);
}

/* Instead of a command: what the tracker that recorded the run says of it. */
static void imported(struct buf *to, const struct run *r)
{
	const struct json *from = json_get(r->start, "imported");
	const struct json *tags = json_get(from, "tags");

	buf_printf(to,
		   "%-10sfrom %s: code, inputs, environment and command "
		   "are not known\n",
		   "imported", run_imported(r->start));
	buf_printf(to, "%-10s%s%s%s", "known as", get(from, "experiment"),
		   *get(from, "experiment") ? ": " : "", get(from, "name"));
	if (strcmp(get(from, "key"), get(from, "name")))
		buf_printf(to, " (%s)", get(from, "key"));
	buf_printf(to, "%s", tags ? "\ntags there\n" : "\n");
	for (size_t i = 0; tags && json_key(tags, i); i++)
		buf_printf(to, "  %s = %s\n", json_key(tags, i),
			   get(tags, json_key(tags, i)));
}

static const char *unwatched(const struct json *j)
{
	const char *word = json_text(j);

	if (word && !strcmp(word, "files"))
		return "files that it opened by itself";
	return word ? word : "?";
}

/* What the watching of a program could not see. */
static void watched(struct buf *to, const struct run *r)
{
	static const struct {
		const char *key, *label;
	} lists[] = { { "incomplete", "unwatched" },
		      { "changed", "changed" },
		      { "shared", "shared" },
		      { "unprivileged", "no rights" } };
	const struct json *w = r->end ? json_get(r->end, "watched") : NULL;

	for (size_t i = 0; w && i < sizeof lists / sizeof *lists; i++) {
		const struct json *list = json_get(w, lists[i].key);

		for (size_t k = 0; list && k < json_len(list); k++)
			field(to, k ? "" : lists[i].label,
			      json_text(json_at(list, k)));
	}
	if (w && json_str(w, "modules"))
		field(to, "modules", json_str(w, "modules"));
}

/* What the record does not have, and what the user may miss. */
static void warnings(struct buf *to, const struct store *s, const struct run *r)
{
	const struct json *list = json_get(r->start, "unwatched");
	size_t n = list && json_is_list(list) ? json_len(list) : 0;
	int64_t lost = r->end ? json_int(r->end, "stderr_lost", 0) : 0;
	char *path = run_path(s, r->id, "stderr");
	struct stat st;

	if (argv_has_secret(r->start))
		field(to, "",
		      "(" SECRET_MARK " stands for a secret, which was not "
		      "recorded: it cannot be repeated as it is)");
	for (size_t i = 0; i < n; i++)
		buf_printf(to, i ? ", %s" : "unwatched %s",
			   unwatched(json_at(list, i)));
	if (n)
		buf_char(to, '\n');
	watched(to, r);
	if (json_get(r->start, "joined"))
		field(to, "stderr", "went where stdout went (xp-log cat)");
	if (stat(path, &st) == 0 && st.st_size) {
		int64_t size = r->end ? json_int(r->end, "stderr_size",
						 st.st_size) :
					st.st_size;

		buf_printf(to, "%-10s%lld byte%s", "stderr", (long long)size,
			   size == 1 ? "" : "s");
		if (lost)
			buf_printf(to, ", of which %lld were not kept",
				   (long long)lost);
		buf_str(to, " (xp-log cat --stderr)\n");
	}
	free(path);
}

static void expected(struct buf *to, const struct run *r)
{
	const struct json *list = json_get(r->start, "expect");

	for (size_t i = 0; list && i < json_len(list); i++)
		field(to, i ? "" : "expected", json_text(json_at(list, i)));
}

/* "0123456789ab (main), with uncommitted changes (diff 89abcdef0123)" */
static void code(struct buf *to, const struct run *r)
{
	const struct json *c = json_get(r->start, "code");
	const char *diff = get(c, "diff"), *commit = get(c, "commit");

	if (!c)
		return;
	buf_printf(to, "%-10s%.*s", "code", SHORT,
		   *commit ? commit : "no commit");
	if (*get(c, "branch"))
		buf_printf(to, " (%s)", get(c, "branch"));
	if (*diff || json_int(c, "dirty", 0))
		buf_str(to, *commit ? ", with uncommitted changes" :
				      ", only uncommitted files");
	if (*diff)
		buf_printf(to, " (diff %.*s)", SHORT, diff);
	if (*get(c, "unread"))
		buf_printf(to, ", not recorded: %s", get(c, "unread"));
	buf_char(to, '\n');
}

static void settings(struct buf *to, const struct run *r)
{
	const struct json *j = json_get(r->start, "all_settings");
	size_t i;

	if (!j || !json_is_map(j) || json_len(j) == 0)
		return;
	buf_str(to, "settings\n");
	for (i = 0; i < json_len(j); i++) {
		const char *key = json_key(j, i);
		const struct json *value = json_get(j, key);
		const char *text = json_text(value);
		size_t k;

		buf_printf(to, "  %s =", key);
		if (text)
			buf_printf(to, " %s", text);
		for (k = 0; json_is_list(value) && k < json_len(value); k++)
			buf_printf(to, " %s", json_text(json_at(value, k)));
		buf_char(to, '\n');
	}
}

static void files(struct buf *to, const char *name, const struct file_list *l)
{
	char hex[DIGEST_HEX + 1];
	size_t i;

	if (l->n == 0)
		return;
	buf_printf(to, "%-10s%zu file%s\n", name, l->n, l->n > 1 ? "s" : "");
	for (i = 0; i < l->n && (i < SHOWN || l->n == SHOWN + 1); i++) {
		digest_hex(hex, &l->list[i].digest);
		add_name(to, mem_printf("  %.*s  ", SHORT, hex),
			 l->list[i].path, "\n");
	}
	if (i < l->n)
		buf_printf(to, "  ... and %zu more\n", l->n - i);
}

/* Appends the name of the file that links a step to the one above it. */
static void via(struct buf *to, const char *path)
{
	static const char object[] = ".xp/objects/";

	if (!strcmp(path, "-"))
		path = "stdin";
	if (strncmp(path, object, strlen(object)))
		path_visible(to, path);
	else
		buf_printf(to, "%.*s...", (int)strlen(object) + SHORT, path);
}

static void ancestry(struct buf *to, const struct lineage *l)
{
	size_t i;

	if (l->n == 0 || (l->n == 1 && l->list[0].raw == 0))
		return;
	buf_str(to, "made from\n");
	for (i = 0; i < l->n; i++) {
		const struct lineage_step *s = &l->list[i];
		int in = 2 * (int)s->depth;

		if (i > 0) {
			buf_printf(to, "%*s", in, "");
			via(to, s->via);
			buf_printf(to, ": %s%s %s%s\n",
				   s->guess ? "a guess: " : "", s->tool, s->id,
				   s->guess ? ", which wrote the same bytes "
					      "elsewhere" :
				   s->again ? " (see above)" :
					      "");
		}
		if (s->raw == 1)
			add_name(to, mem_printf("%*s", in + 2, ""), s->first,
				 ": no run made it\n");
		if (s->raw > 1) {
			add_name(to,
				 mem_printf("%*s%zu files that no run made: ",
					    in + 2, "", s->raw),
				 s->first, " ... ");
			add_name(to, mem_str(""), s->last, "\n");
		}
	}
}

static const char *cell(const struct tsv *t, size_t row, const char *name)
{
	return tsv_get(t, row, tsv_column(t, name));
}

static size_t count(const struct tsv *t, const char *verdict)
{
	size_t n = 0;

	for (size_t row = 0; row < t->rows; row++)
		n += !strcmp(cell(t, row, "verdict"), verdict);
	return n;
}

/* Fills T with the findings of the run's checks; leaves it empty if it has
 * none. */
static int read_checks(struct tsv *t, const struct store *s,
		       const struct run *r, struct err *err)
{
	char *path = run_path(s, r->id, "checks.tsv");
	int rc = path_exists(path) ? tsv_read(t, path, err) : 0;

	free(path);
	return rc;
}

/* How many findings there are, and each that is not a PASS. */
static int checks(struct buf *to, const struct store *s, const struct run *r,
		  struct err *err)
{
	struct tsv t = { 0 };

	if (read_checks(&t, s, r, err) < 0)
		return -1;
	if (t.rows)
		buf_printf(to, "%-10s%zu passed, %zu warned, %zu failed\n",
			   "checks", count(&t, "PASS"), count(&t, "WARN"),
			   count(&t, "FAIL"));
	for (size_t row = 0; row < t.rows; row++) {
		const char *where = cell(&t, row, "where");

		if (!strcmp(cell(&t, row, "verdict"), "PASS"))
			continue;
		buf_printf(to, "  %s %s  %s %s (%s)%s%s\n",
			   cell(&t, row, "check"), cell(&t, row, "verdict"),
			   cell(&t, row, "what"), cell(&t, row, "number"),
			   cell(&t, row, "threshold"), *where ? " at " : "",
			   where);
	}
	tsv_release(&t);
	return 0;
}

/* Appends the lines of the run's file NAME below TITLE. */
static int lines(struct buf *to, const struct store *s, const struct run *r,
		 const char *name, const char *title, struct err *err)
{
	char *path = run_path(s, r->id, name);
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_NOTES, err);
	char *line = b.data, *end;

	if (rc == 1 && b.len)
		buf_printf(to, "%s\n", title);
	for (; rc == 1 && (end = strchr(line, '\n')); line = end + 1)
		buf_printf(to, "  %.*s\n", (int)(end - line), line);
	buf_release(&b);
	free(path);
	return rc < 0 ? -1 : 0;
}

static int tags(struct buf *to, const struct store *s, const struct run *r,
		struct err *err)
{
	struct strs names = { 0 };
	int rc = run_tags(s, r->id, &names, err);
	size_t i;

	if (names.n)
		buf_printf(to, "%-9s", "tags");
	for (i = 0; i < names.n; i++)
		buf_printf(to, " %s", names.at[i]);
	if (names.n)
		buf_char(to, '\n');
	strs_release(&names);
	return rc;
}

static int all_text(struct buf *to, const struct store *s, const struct run *r,
		    struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct lineage l;

	field(to, "run", r->id);
	buf_printf(to, "%-10s%s %s\n", "tool", get(r->start, "tool"),
		   get(r->start, "version"));
	state_line(to, r);
	if (tags(to, s, r, err) < 0)
		return -1;
	times(to, r);
	if (run_imported(r->start))
		imported(to, r);
	else
		command(to, r);
	warnings(to, s, r);
	field(to, "because", get(r->start, "because"));
	expected(to, r);
	field(to, "rerun of", get(r->start, "rerun_of"));
	field(to, "extends", get(r->start, "extends"));
	if (!run_imported(r->start))
		field(to, "in", get(r->start, "cwd"));
	code(to, r);
	if (r->recipe)
		field(to, "recipe", digest_hex(hex, &r->recipe_id));
	settings(to, r);
	files(to, "inputs", &r->inputs);
	files(to, "outputs", &r->outputs);
	if (checks(to, s, r, err) < 0)
		return -1;
	if (lineage_read(&l, s, r, err) < 0)
		return -1;
	ancestry(to, &l);
	lineage_release(&l);
	if (lines(to, s, r, "on-end", "commands of --on-end", err) < 0)
		return -1;
	return lines(to, s, r, "note", "notes", err);
}

int show_text(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err)
{
	struct buf raw = { 0 };
	int rc = all_text(&raw, s, r, err);

	buf_visible(to, buf_text(&raw));
	buf_release(&raw);
	return rc;
}

static struct json *list_json(const struct file_list *l)
{
	struct json *list = json_new_list();
	char hex[DIGEST_HEX + 1];
	size_t i;

	for (i = 0; i < l->n; i++) {
		struct json *j = json_new();

		json_set_str(j, "path", l->list[i].path);
		json_set_str(j, "digest", digest_hex(hex, &l->list[i].digest));
		json_add(list, j);
	}
	return list;
}

static struct json *lineage_json(const struct lineage *l)
{
	struct json *list = json_new_list();
	size_t i;

	for (i = 1; i < l->n; i++) {
		struct json *j = json_new();

		json_set_str(j, "run", l->list[i].id);
		json_set_str(j, "tool", l->list[i].tool);
		json_set_str(j, "via", l->list[i].via);
		json_set_int(j, "depth", (int64_t)l->list[i].depth);
		json_set_int(j, "raw_inputs", (int64_t)l->list[i].raw);
		if (l->list[i].guess)
			json_set_int(j, "guess", 1);
		json_add(list, j);
	}
	return list;
}

static struct json *checks_json(const struct tsv *t)
{
	struct json *list = json_new_list();

	for (size_t row = 0; row < t->rows; row++) {
		struct json *j = json_new();

		for (size_t i = 0; i < t->columns; i++)
			json_set_str(j, t->column[i], tsv_get(t, row, (int)i));
		json_add(list, j);
	}
	return list;
}

static struct json *names_json(const struct strs *names)
{
	struct json *list = json_new_list();
	size_t i;

	for (i = 0; i < names->n; i++)
		json_add_str(list, names->at[i]);
	return list;
}

static struct json *environment_json(const struct store *s, const struct run *r)
{
	const char *hex = get(r->start, "environment");
	struct json *j = NULL;
	struct err ignored = { 0 };
	struct buf b = { 0 };
	struct digest d;

	if (strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0 &&
	    object_get(s, &d, &b, &ignored) == 0)
		j = json_parse(b.data, b.len, &ignored);
	buf_release(&b);
	return j;
}

int show_json(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err)
{
	struct json *j = json_new();
	char hex[DIGEST_HEX + 1];
	struct strs names = { 0 };
	struct lineage l = { 0 };
	struct tsv findings = { 0 };
	int rc = run_tags(s, r->id, &names, err);

	if (rc == 0)
		rc = lineage_read(&l, s, r, err);
	if (rc == 0)
		rc = read_checks(&findings, s, r, err);
	json_set_str(j, "id", r->id);
	json_set_str(j, "state", run_state_name(r->state));
	json_set(j, "tags", names_json(&names));
	json_set(j, "start", json_clone(r->start));
	json_set(j, "environment", environment_json(s, r));
	json_set(j, "inputs", list_json(&r->inputs));
	json_set(j, "outputs", list_json(&r->outputs));
	json_set(j, "lineage", lineage_json(&l));
	if (findings.rows)
		json_set(j, "checks", checks_json(&findings));
	if (r->end)
		json_set(j, "end", json_clone(r->end));
	if (r->recipe) {
		json_set(j, "recipe", json_clone(r->recipe));
		json_set_str(j, "recipe_id", digest_hex(hex, &r->recipe_id));
	}
	json_write(j, to);
	buf_char(to, '\n');
	json_free(j);
	lineage_release(&l);
	strs_release(&names);
	tsv_release(&findings);
	return rc;
}
