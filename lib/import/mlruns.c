/*
 * mlruns.c - see mlruns.h.
 */
#include "import/mlruns.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "import/yaml.h"

#define META "meta.yaml"
#define META_MOST ((size_t)1 << 20)
#define VALUE_MOST ((size_t)1 << 20)	/* bytes of a parameter or tag */
#define TAG_MOST 4096			/* bytes of a tag that is kept */
#define METRIC_MOST ((size_t)256 << 20) /* bytes */
#define MOST_NAMES 100000		/* in one directory */
#define DEEPEST 32			/* directories in directories */

struct mlruns {
	foreign_run_fn *fn;
	void *arg;
	struct messages *m;
	const char *experiment; /* name of the one that is read, or NULL */
	size_t runs, deleted, broken;
	size_t lost; /* experiments that could not be read */
};

/* Called with a file: its name below the directory, and its path. */
typedef int each_file_fn(void *arg, const char *name, const char *path,
			 struct err *err);

struct mlruns_walk {
	each_file_fn *fn;
	void *arg;
	struct messages *m;
};

static int walk(const struct mlruns_walk *w, const char *dir,
		const char *prefix, int depth, struct err *err)
{
	struct strs names = { 0 };
	int rc = 0;

	if (foreign_run_kind(dir) != 'd')
		return 0;
	rc = depth > DEEPEST ?
		     err_data(err, "'%s' lies too deep", dir) :
		     foreign_run_names(&names, dir, MOST_NAMES, 1, err);
	for (size_t i = 0; !rc && i < names.n; i++) {
		char *path = mem_printf("%s/%s", dir, names.at[i]);
		char *name = mem_printf("%s%s", prefix, names.at[i]);
		char *inner = mem_printf("%s/", name);
		int kind = foreign_run_kind(path);

		if (kind == 'd')
			rc = walk(w, path, inner, depth + 1, err);
		else if (kind == 'f')
			rc = w->fn(w->arg, name, path, err);
		else
			messages_warn(w->m,
				      "'%s' is no regular file, and left out",
				      path);
		free(inner);
		free(name);
		free(path);
	}
	strs_release(&names);
	return rc;
}

struct mlruns_reading { /* one run */
	struct foreign_run *run;
	struct messages *m;
	double latest; /* when the last metric was measured; NAN: unknown */
	uint64_t strange;
};

/* Reads PATH as text: bytes that no text has become blanks. */
static int read_value(char **to, const char *path, struct err *err)
{
	struct buf b = { 0 };
	int rc = foreign_run_read(&b, path, VALUE_MOST, err);

	for (size_t i = 0; i < b.len; i++)
		if (!b.data[i])
			b.data[i] = ' ';
	*to = mem_str(buf_text(&b));
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

static int take_param(void *arg, const char *name, const char *path,
		      struct err *err)
{
	struct mlruns_reading *r = arg;
	char *value;
	int rc = read_value(&value, path, err);

	if (!rc)
		json_set_str(r->run->settings, name, value);
	free(value);
	return rc;
}

static void replace(char **to, char *text)
{
	free(*to);
	*to = text;
}

static int take_tag(void *arg, const char *name, const char *path,
		    struct err *err)
{
	struct mlruns_reading *r = arg;
	char *value;
	int rc = read_value(&value, path, err);

	if (!rc && !strcmp(name, "mlflow.note.content"))
		foreign_run_note(r->run, NAN, value);
	else if (!rc && strlen(value) <= TAG_MOST)
		json_set_str(r->run->tags, name, value);
	else if (!rc)
		messages_info(r->m, "run '%s': the long tag '%s' was left out",
			      r->run->name, name);
	free(value);
	return rc;
}

/* Python writes "nan" and "inf", Java "NaN" and "Infinity". */
static int read_real(double *x, char *text)
{
	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (!strcmp(text, "infinity") || !strcmp(text, "-infinity"))
		text[strlen(text) - 5] = '\0';
	return num_real(x, text);
}

/* "TIME VALUE STEP"; an old one has no step. */
static int read_point(struct mlruns_reading *r, const char *name, char *line)
{
	char *value = strchr(line, ' '), *step, *end;
	int64_t at = 0;
	double when, x;

	if (!value)
		return -1;
	*value++ = '\0';
	if ((step = strchr(value, ' ')))
		*step++ = '\0';
	if (step && (end = strchr(step, ' ')))
		*end = '\0';
	if (num_real(&when, line) < 0 || read_real(&x, value) < 0 ||
	    (step && num_int(&at, step) < 0) || at < 0)
		return -1;
	when /= 1000;
	r->latest = fmax(r->latest, when);
	foreign_run_point(r->run, at, name, x, when);
	return 0;
}

static int take_metric(void *arg, const char *name, const char *path,
		       struct err *err)
{
	struct mlruns_reading *r = arg;
	struct buf b = { 0 };
	int rc = foreign_run_read(&b, path, METRIC_MOST, err);
	char *line = b.data, *end;

	for (; rc == 1 && line && *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		if (*line && read_point(r, name, line) < 0)
			r->strange++;
	}
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

static int take_artifact(void *arg, const char *name, const char *path,
			 struct err *err)
{
	struct foreign_run *run = arg;

	(void)err;
	strs_take(&run->file, mem_printf("artifacts/%s", name));
	strs_add(&run->path, path);
	return 0;
}

static int read_part(struct mlruns_reading *r, const char *dir,
		     const char *part, each_file_fn *fn, void *arg,
		     struct err *err)
{
	struct mlruns_walk w = { fn, arg, r->m };
	char *path = mem_printf("%s/%s", dir, part);
	int rc = walk(&w, path, "", 0, err);

	free(path);
	return rc;
}

static double time_of(const struct json *meta, const char *key)
{
	const char *text = json_str(meta, key);
	double ms;

	return text && num_real(&ms, text) == 0 ? ms / 1000 : NAN;
}

/* entities/run_status.py; the file has the number. */
static const char *status_of(const char *text)
{
	static const char *const names[] = { "RUNNING", "SCHEDULED", "FINISHED",
					     "FAILED", "KILLED" };
	const size_t n = sizeof names / sizeof *names;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(text, names[i]) ||
		    (text[0] == (char)('1' + i) && !text[1]))
			return names[i];
	return "unknown";
}

static void say_run(const struct mlruns_reading *r, const struct json *meta)
{
	const char *uri = json_str(meta, "artifact_uri");

	if (r->strange)
		messages_warn(r->m,
			      "run '%s': %llu line%s of metrics %s damaged, or "
			      "a step below 0, and left out",
			      r->run->name, (unsigned long long)r->strange,
			      r->strange == 1 ? "" : "s",
			      r->strange == 1 ? "is" : "are");
	if (uri && strstr(uri, "://") && strncmp(uri, "file:", 5) &&
	    !r->run->file.n)
		messages_warn(r->m,
			      "run '%s': its artifacts lie elsewhere (%s), and "
			      "were not imported",
			      r->run->name, uri);
	foreign_run_say(r->run, r->m);
}

static int read_parts(struct mlruns_reading *r, const char *dir,
		      struct err *err)
{
	int rc = read_part(r, dir, "params", take_param, r, err);

	if (!rc)
		rc = read_part(r, dir, "tags", take_tag, r, err);
	if (!rc)
		rc = read_part(r, dir, "metrics", take_metric, r, err);
	if (!rc)
		rc = read_part(r, dir, "artifacts", take_artifact, r->run, err);
	return rc;
}

static void fill(struct foreign_run *run, const struct json *meta,
		 const char *id, const char *experiment)
{
	const char *name = json_str(meta, "run_name");
	const char *user = json_str(meta, "user_id");
	const char *status = json_str(meta, "status");

	run->name = mem_str(name && *name ? name : id);
	run->key = mem_str(id);
	run->user = user ? mem_str(user) : NULL;
	run->experiment = experiment ? mem_str(experiment) : NULL;
	run->status = mem_str(status_of(status ? status : ""));
	run->unfinished = !strcmp(run->status, "RUNNING") ||
			  !strcmp(run->status, "SCHEDULED");
	run->failed = !run->unfinished && strcmp(run->status, "FINISHED") != 0;
	run->start = time_of(meta, "start_time");
	run->end = time_of(meta, "end_time");
}

/* In old versions the name is a tag. */
static void set_name(struct foreign_run *run)
{
	const char *name = json_str(run->tags, "mlflow.runName");
	const char *user = json_str(run->tags, "mlflow.user");

	if (name && *name && !strcmp(run->name, run->key))
		replace(&run->name, mem_str(name));
	if (user && (!run->user || !*run->user))
		replace(&run->user, mem_str(user));
}

static int read_run(struct mlruns *l, const char *dir, const struct json *meta,
		    const char *id, struct err *err)
{
	struct foreign_run run;
	struct mlruns_reading r = { .run = &run, .m = l->m, .latest = NAN };
	int rc;

	foreign_run_init(&run, "mlflow");
	fill(&run, meta, id, l->experiment);
	rc = isnan(run.start) ?
		     err_data(err, "'%s/" META "' has no start_time", dir) :
		     read_parts(&r, dir, err);
	if (!rc) {
		set_name(&run);
		if (isnan(run.end))
			run.end = r.latest;
		say_run(&r, meta);
		rc = l->fn(l->arg, &run, err);
	}
	foreign_run_release(&run);
	return rc;
}

/* Returns 1 with *META, which the caller frees, or 0 if DIR has none. */
static int read_meta(struct json **meta, const char *dir, struct err *err)
{
	char *path = mem_printf("%s/" META, dir);
	struct buf b = { 0 };
	int rc = foreign_run_read(&b, path, META_MOST, err);

	*meta = rc == 1 ? yaml_parse(buf_text(&b), b.len, err) : NULL;
	if (rc == 1 && !*meta)
		rc = err_wrap(err, "'%s': ", path);
	if (rc == 1 && !json_len(*meta))
		rc = err_data(err,
			      "'%s' is empty: it was not written whole, as on "
			      "a full disk",
			      path);
	buf_release(&b);
	free(path);
	return rc;
}

static const char *id_of(const struct json *meta)
{
	const char *id = json_str(meta, "run_id");

	return id ? id : json_str(meta, "run_uuid");
}

/* What has one of these was meant to be a run. */
static int has_parts(const char *dir)
{
	static const char *const part[] = { "params", "metrics", "tags" };
	int yes = 0;

	for (size_t i = 0; !yes && i < sizeof part / sizeof *part; i++) {
		char *path = mem_printf("%s/%s", dir, part[i]);

		yes = foreign_run_kind(path) == 'd';
		free(path);
	}
	return yes;
}

/* META is NULL if there is none. */
static int look_at_run(struct mlruns *l, const char *dir,
		       const struct json *meta, struct err *err)
{
	const char *stage = meta ? json_str(meta, "lifecycle_stage") : NULL;
	const char *id = meta ? id_of(meta) : NULL;

	if (!id && !has_parts(dir))
		return 0; /* a data set, a model */
	l->runs++;
	if (!id)
		return foreign_run_skip(err_data(err,
						 meta ? "'%s/" META
							"' has no run_id" :
							"'%s' has no " META,
						 dir),
					&l->broken, l->m, err);
	if (stage && !strcmp(stage, "deleted")) {
		l->deleted++;
		return 0;
	}
	return foreign_run_skip(read_run(l, dir, meta, id, err), &l->broken,
				l->m, err);
}

/* Reads what lies in the experiment DIR. */
static int read_experiment(struct mlruns *l, const char *dir,
			   const struct json *of, struct err *err)
{
	struct strs names = { 0 };
	const char *name = json_str(of, "name");
	int rc = foreign_run_names(&names, dir, MOST_NAMES, 0, err);

	l->experiment = name;
	for (size_t i = 0; !rc && i < names.n; i++) {
		char *path = mem_printf("%s/%s", dir, names.at[i]);
		struct json *meta = NULL;
		size_t broken = l->broken;

		if (foreign_run_kind(path) == 'd') {
			rc = foreign_run_skip(read_meta(&meta, path, err),
					      &l->broken, l->m, err);
			if (l->broken > broken)
				l->runs++;
			else if (rc >= 0)
				rc = look_at_run(l, path, meta, err);
		}
		json_free(meta);
		free(path);
	}
	l->experiment = NULL;
	strs_release(&names);
	return rc;
}

/* Reads DIR of an mlruns, which is an experiment if it has a META. */
static int look_at_experiment(struct mlruns *l, const char *dir,
			      struct err *err)
{
	struct json *meta = NULL;
	int rc = read_meta(&meta, dir, err);

	if (rc > 0 && !id_of(meta))
		rc = json_str(meta, "experiment_id") ?
			     read_experiment(l, dir, meta, err) :
			     err_data(err, "'%s/" META "' has no experiment_id",
				      dir);
	json_free(meta);
	return rc < 0 ? -1 : 0;
}

static int read_root(struct mlruns *l, const char *dir, struct err *err)
{
	struct strs names = { 0 };
	int rc = foreign_run_names(&names, dir, MOST_NAMES, 0, err);

	for (size_t i = 0; !rc && i < names.n; i++) {
		char *path = mem_printf("%s/%s", dir, names.at[i]);

		if (foreign_run_kind(path) == 'd')
			rc = foreign_run_skip(look_at_experiment(l, path, err),
					      &l->lost, l->m, err);
		free(path);
	}
	strs_release(&names);
	return rc;
}

/* A directory that has an mlruns stands for it. */
static char *find_root(const char *path, struct err *err)
{
	char *real = realpath(path, NULL), *inner;

	if (!real && errno == ENOENT)
		err_data(err, "there is no '%s'", path);
	else if (!real)
		err_sys(err, "cannot read '%s'", path);
	if (!real)
		return NULL;
	inner = mem_printf("%s/mlruns", real);
	if (foreign_run_kind(inner) == 'd') {
		free(real);
		return inner;
	}
	free(inner);
	return real;
}

static int end_search(const struct mlruns *l, const char *path, struct err *err)
{
	if (!l->runs && !l->lost)
		return err_data(err,
				"there is no run of MLflow in '%s': want a "
				"directory mlruns, an experiment or a run",
				path);
	if (l->deleted)
		messages_info(l->m, "%zu deleted run%s of MLflow %s left out",
			      l->deleted, l->deleted == 1 ? "" : "s",
			      l->deleted == 1 ? "was" : "were");
	if (l->broken)
		messages_warn(l->m,
			      "%zu of %zu run%s in '%s' could not be read",
			      l->broken, l->runs, l->runs == 1 ? "" : "s",
			      path);
	if (l->lost)
		messages_warn(l->m,
			      "%zu experiment%s in '%s' could not be read, and "
			      "no run of %s was imported",
			      l->lost, l->lost == 1 ? "" : "s", path,
			      l->lost == 1 ? "it" : "them");
	return l->broken || l->lost;
}

/* Reads the run DIR alone: as one of its experiment, if that is there. */
static int read_alone(struct mlruns *l, const char *dir,
		      const struct json *meta, struct err *err)
{
	char *parent = mem_strn(dir, (size_t)(strrchr(dir, '/') - dir));
	struct json *of = NULL;
	size_t unread = 0;
	int rc = foreign_run_skip(read_meta(&of, parent, err), &unread, l->m,
				  err);

	if (rc > 0 && json_str(of, "experiment_id"))
		l->experiment = json_str(of, "name");
	if (rc >= 0)
		rc = look_at_run(l, dir, meta, err);
	l->experiment = NULL;
	json_free(of);
	free(parent);
	return rc;
}

int mlruns_each(const char *path, foreign_run_fn *fn, void *arg,
		struct messages *m, struct err *err)
{
	struct mlruns l = { .fn = fn, .arg = arg, .m = m };
	char *dir = find_root(path, err);
	struct json *meta = NULL;
	int rc = dir ? read_meta(&meta, dir, err) : -1;

	if (rc == 1 && id_of(meta))
		rc = read_alone(&l, dir, meta, err);
	else if (rc == 1)
		rc = read_experiment(&l, dir, meta, err);
	else if (rc == 0)
		rc = read_root(&l, dir, err);
	if (!rc)
		rc = end_search(&l, path, err);
	json_free(meta);
	free(dir);
	return rc;
}
