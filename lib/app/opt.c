/* opt.c - see opt.h. */
#include "app/opt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/conf.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"
#include "file/path.h"

/* What is remembered of each option of the current table. */
struct state {
	char *first;	 /* the default as text, or NULL */
	int from_config; /* 1: the items of the list came from a settings
			    file */
	enum opt_giver giver;
};

static const struct opt *table;
static struct state *state;
static size_t states;

static size_t opt_count(const struct opt *opts)
{
	size_t n = 0;

	while (opts[n].kind != OPT_KIND_END)
		n++;
	return n;
}

static struct state *state_of(const struct opt *o)
{
	return table && o >= table && o < table + states ? &state[o - table] :
							   NULL;
}

static int is_set(const struct opt *o)
{
	switch (o->kind) {
	case OPT_KIND_STR:
	case OPT_KIND_CHOICE:
		return *(const char **)o->var != NULL;
	case OPT_KIND_LIST:
		return ((struct strs *)o->var)->n > 0;
	default:
		return 1;
	}
}

void opt_value(const struct opt *o, struct buf *to)
{
	const struct strs *list = o->var;
	char number[NUM_MAX];

	buf_clear(to);
	if (!is_set(o))
		return;
	switch (o->kind) {
	case OPT_KIND_FLAG:
		buf_str(to, *(int *)o->var ? "yes" : "no");
		break;
	case OPT_KIND_INT:
		buf_printf(to, "%lld", (long long)*(int64_t *)o->var);
		break;
	case OPT_KIND_REAL:
		buf_str(to, num_exact(number, *(double *)o->var));
		break;
	case OPT_KIND_STR:
	case OPT_KIND_CHOICE:
		buf_str(to, *(const char **)o->var);
		break;
	case OPT_KIND_LIST:
		for (size_t i = 0; i < list->n; i++)
			buf_printf(to, i ? " %s" : "%s", list->at[i]);
		break;
	default:
		break;
	}
}

void opt_defaults(const struct opt *opts)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < states; i++)
		free(state[i].first);
	free(state);
	table = opts;
	states = opt_count(opts);
	state = mem_zero(states, sizeof(*state));
	for (size_t i = 0; i < states; i++)
		if (opts[i].var && is_set(&opts[i])) {
			opt_value(&opts[i], &b);
			state[i].first = mem_str(buf_text(&b));
		}
	buf_release(&b);
}

const char *opt_default(const struct opt *o)
{
	const struct state *s = state_of(o);

	return s ? s->first : NULL;
}

const struct opt *opt_find(const struct opt *opts, const char *name)
{
	for (; opts->kind != OPT_KIND_END; opts++)
		if (opts->name && !strcmp(opts->name, name))
			return opts;
	return NULL;
}

int opt_is_on(const struct opt *opts, const char *name)
{
	const struct opt *o = opt_find(opts, name);

	if (o && o->kind == OPT_KIND_STR)
		return *(const char *const *)o->var != NULL;
	return o && o->kind == OPT_KIND_FLAG && *(const int *)o->var;
}

static int unknown(const struct opt *opts, const char *name, struct err *err)
{
	const char *best = NULL;
	int least = 3;

	for (; opts->kind != OPT_KIND_END; opts++) {
		int d = opts->name ? strs_distance(name, opts->name) : 9;

		if (d < least) {
			least = d;
			best = opts->name;
		}
	}
	if (best)
		return err_usage(err,
				 "unknown option '--%s'; did you mean "
				 "'--%s'?",
				 name, best);
	return err_usage(err, "unknown option '--%s'", name);
}

static int set_flag(const struct opt *o, const char *value, struct err *err)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	for (int i = 0; i < 4; i++) {
		if (!strcmp(value, yes[i]))
			*(int *)o->var = 1;
		else if (!strcmp(value, no[i]))
			*(int *)o->var = 0;
		else
			continue;
		return 0;
	}
	return err_usage(err, "--%s: want yes or no, found '%s'", o->name,
			 value);
}

static int check_range(const struct opt *o, double x, struct err *err)
{
	char low[NUM_MAX], high[NUM_MAX];

	if (o->low >= o->high || (x >= o->low && x <= o->high))
		return 0;
	return err_usage(err, "--%s: want a number from %s to %s", o->name,
			 num_exact(low, o->low), num_exact(high, o->high));
}

static int set_number(const struct opt *o, const char *value, struct err *err)
{
	int64_t whole;
	double x;

	if (o->kind == OPT_KIND_INT) {
		if (num_int(&whole, value) < 0)
			return err_usage(err,
					 "--%s: want a whole number, "
					 "found '%s'",
					 o->name, value);
		*(int64_t *)o->var = whole;
		return check_range(o, (double)whole, err);
	}
	if (num_real(&x, value) < 0 || !isfinite(x))
		return err_usage(err, "--%s: want a number, found '%s'",
				 o->name, value);
	*(double *)o->var = x;
	return check_range(o, x, err);
}

static int set_choice(const struct opt *o, const char *value, struct err *err)
{
	struct buf b = { 0 };

	for (const char *const *c = o->choices; *c; c++) {
		if (!strcmp(*c, value)) {
			*(const char **)o->var = *c;
			buf_release(&b);
			return 0;
		}
		buf_printf(&b, b.len ? ", %s" : "%s", *c);
	}
	err_usage(err, "--%s: want one of %s; found '%s'", o->name,
		  buf_text(&b), value);
	buf_release(&b);
	return -1;
}

/* Returns a copy that is valid until the program ends, like argv. */
static const char *keep(const char *value)
{
	static struct strs kept;

	strs_add(&kept, value);
	return kept.at[kept.n - 1];
}

int opt_set(const struct opt *opts, const char *name, const char *value,
	    struct err *err)
{
	const struct opt *o = opt_find(opts, name);

	if (!o)
		return unknown(opts, name, err);
	switch (o->kind) {
	case OPT_KIND_FLAG:
		return set_flag(o, value, err);
	case OPT_KIND_INT:
	case OPT_KIND_REAL:
		return set_number(o, value, err);
	case OPT_KIND_CHOICE:
		return set_choice(o, value, err);
	case OPT_KIND_LIST:
		strs_add(o->var, value);
		return 0;
	default:
		*(const char **)o->var = keep(value);
		return 0;
	}
}

static int has_default(const struct opt *o)
{
	const char *usual = opt_default(o);
	struct buf now = { 0 };
	int same;

	opt_value(o, &now);
	same = !strcmp(buf_text(&now), usual ? usual : "");
	buf_release(&now);
	return same;
}

enum opt_giver opt_given(const struct opt *o)
{
	return state_of(o) ? state_of(o)->giver : OPT_BY_DEFAULT;
}

int opt_was_given(const char *name)
{
	const struct opt *o = table ? opt_find(table, name) : NULL;

	return o && opt_given(o) != OPT_BY_DEFAULT;
}

void opt_note_giver(const struct opt *o, enum opt_giver by)
{
	if (state_of(o))
		state_of(o)->giver = by;
}

void opt_reset(const struct opt *o)
{
	const char *usual = opt_default(o);
	struct err never;

	opt_note_giver(o, OPT_BY_DEFAULT);
	if (o->kind == OPT_KIND_LIST)
		strs_release(o->var);
	else if (usual)
		opt_set(o, o->name, usual, &never);
	else
		*(const char **)o->var = NULL;
}

static int set_from_file(void *opts, const char *key, const char *value,
			 struct err *err)
{
	const struct opt *o = opt_find(opts, key);

	if (o && (o->flags & OPT_ALIVE))
		return err_usage(err,
				 "'%s' cannot be set in a settings file, only "
				 "on the command line",
				 key);
	if (o && o->kind == OPT_KIND_LIST && state_of(o))
		state_of(o)->from_config = 1;
	if (opt_set(opts, key, value, err) < 0)
		return -1;
	opt_note_giver(o, has_default(o) ? OPT_BY_DEFAULT : OPT_BY_FILE);
	return 0;
}

char *opt_config_path(const char *path)
{
	char *preset;

	if (!strcmp(path, "-") || strchr(path, '/') || path_exists(path))
		return mem_str(path);
	preset = mem_printf("%s/presets/%s.conf", XP_DATADIR, path);
	if (path_exists(preset))
		return preset;
	free(preset);
	return mem_str(path);
}

int opt_config(const struct opt *opts, const char *path, struct err *err)
{
	char *real = opt_config_path(path);
	int rc;

	if (strcmp(real, "-") && !strchr(real, '/') && !path_exists(real))
		rc = err_data(err,
			      "there is no settings file '%s', and no preset "
			      "of that name in %s/presets",
			      real, XP_DATADIR);
	else
		rc = conf_read(real, set_from_file, (void *)(uintptr_t)opts,
			       err);
	free(real);
	return rc;
}

void opt_override_list(const struct opt *o)
{
	struct state *s = state_of(o);

	if (o->kind != OPT_KIND_LIST || !s || !s->from_config)
		return;
	s->from_config = 0;
	strs_release(o->var);
}

void opt_print_config(const struct opt *opts, struct buf *to)
{
	struct buf b = { 0 };

	for (const struct opt *o = opts; o->kind != OPT_KIND_END; o++) {
		const struct strs *list = o->var;

		if (!o->name || (o->flags & OPT_ALIVE))
			continue;
		opt_value(o, &b);
		if (o->kind == OPT_KIND_LIST && list->n)
			for (size_t i = 0; i < list->n; i++)
				buf_printf(to, "%s = %s\n", o->name,
					   list->at[i]);
		else
			buf_printf(to, "%s%s = %s\n", is_set(o) ? "" : "# ",
				   o->name, buf_text(&b));
	}
	buf_release(&b);
}

/* Returns 1 if the recipe does not have the setting O. */
static int is_in_no_recipe(const struct opt *o)
{
	return o->flags & OPT_FREE || (o->flags & OPT_ADDED && has_default(o));
}

struct json *opt_settings(const struct opt *opts, int all)
{
	struct json *j = json_new(), *items;
	struct buf b = { 0 };

	for (const struct opt *o = opts; o->kind != OPT_KIND_END; o++) {
		const struct strs *list = o->var;

		if (!o->name || (o->flags & OPT_ALIVE) || !is_set(o) ||
		    (!all && is_in_no_recipe(o)))
			continue;
		if (o->kind == OPT_KIND_LIST) {
			items = json_new_list();
			for (size_t i = 0; i < list->n; i++)
				json_add_str(items, list->at[i]);
			json_set(j, o->name, items);
			continue;
		}
		opt_value(o, &b);
		json_set_str(j, o->name, buf_text(&b));
	}
	buf_release(&b);
	return j;
}

const char *opt_unrecorded(const struct opt *opts)
{
	static const char *const looks[] = { "dry-run", "print-engine",
					     "find-lr", "preview" };

	if (opt_find(opts, "log") && !opt_is_on(opts, "log"))
		return "no-log";
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
		if (opt_is_on(opts, looks[i]))
			return looks[i];
	return NULL;
}

/* Fails if PLACE, which the option NAME names as PATH, is where standard output
 * goes. */
static int check_stdout(const char *place, const char *name, const char *path,
			struct err *err)
{
	struct stat out, file;

	if (fstat(STDOUT_FILENO, &out) < 0 || stat(place, &file) < 0 ||
	    out.st_dev != file.st_dev || out.st_ino != file.st_ino)
		return 0;
	return err_usage(err,
			 "--%s: standard output goes to '%s', too: name "
			 "another file",
			 name, path);
}

/* Adds the file PATH that the option NAME writes to PLACES, each followed by
 * the name of its option. */
static int add_output(struct strs *places, const char *name, const char *path,
		      int printed, struct err *err)
{
	char *place = strcmp(path, "-") ? path_real(path) : mem_str("-");
	int rc = 0;

	if (!place)
		return 0;
	if (printed && !strcmp(place, "-"))
		rc = err_usage(err,
			       "--%s: standard output is for something else: "
			       "name a file instead of -",
			       name);
	else
		rc = check_stdout(place, name, path, err);
	for (size_t i = 0; !rc && i < places->n; i += 2)
		if (!strcmp(places->at[i], place))
			rc = err_usage(err,
				       "--%s and --%s name the same file, '%s'",
				       places->at[i + 1], name, path);
	strs_take(places, place);
	strs_add(places, name);
	return rc;
}

int opt_check_outputs(const struct opt *opts, const char *deps, int printed,
		      struct err *err)
{
	struct strs places = { 0 };
	int rc = 0;

	for (const struct opt *o = opts; !rc && o->kind != OPT_KIND_END; o++)
		if (o->flags & OPT_OUTPUT && is_set(o))
			rc = add_output(&places, o->name,
					*(const char *const *)o->var, printed,
					err);
	if (!rc && deps)
		rc = add_output(&places, "deps", deps, printed, err);
	strs_release(&places);
	return rc;
}

/* The values of the options that name outputs. */
static struct json *outputs(const struct opt *opts)
{
	struct json *all = opt_settings(opts, 1), *j = json_new();

	for (const struct opt *o = opts; o->kind != OPT_KIND_END; o++)
		if (o->name && o->flags & (OPT_OUTPUT | OPT_OUTPUT_DIR))
			json_set_str(j, o->name, json_str(all, o->name));
	json_free(all);
	return j;
}

void opt_print_settings(const struct opt *opts, const char *tool, int argc,
			char **argv, struct buf *to)
{
	struct json *j = json_new(), *operands = json_new_list();

	for (int i = 0; i < argc; i++)
		json_add_str(operands, argv[i]);
	json_set_str(j, "tool", tool);
	json_set(j, "settings", opt_settings(opts, 0));
	json_set(j, "operands", operands);
	json_set(j, "outputs", outputs(opts));
	json_set_str(j, "unrecorded", opt_unrecorded(opts));
	json_write(j, to);
	buf_char(to, '\n');
	json_free(j);
}
