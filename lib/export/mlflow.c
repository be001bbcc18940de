/*
 * mlflow.c - see mlflow.h.
 */
#include "export/mlflow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "export/export_file.h"
#include "file/digest.h"
#include "file/path.h"

enum { RUNNING = 1, FINISHED = 3, FAILED, KILLED }; /* run_status.py */
enum { LOCAL = 4 };				    /* source_type.py */

#define EXPERIMENT_DIGITS 18
#define RUN_DIGITS 32

/* The same name always has the same experiment. */
static void experiment_id(char to[EXPERIMENT_DIGITS + 1], const char *name)
{
	struct digest d;
	uint64_t x = 0;

	digest_of(&d, name, strlen(name));
	for (int i = 0; i < 8; i++)
		x = x << 8 | d.byte[i];
	snprintf(to, EXPERIMENT_DIGITS + 1, "%018" PRIu64,
		 100000000000000000 + x % 900000000000000000);
}

static void run_id_of(char to[RUN_DIGITS + 1], const char *id)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	digest_of(&d, id, strlen(id));
	memcpy(to, digest_hex(hex, &d), RUN_DIGITS);
	to[RUN_DIGITS] = '\0';
}

static int write_experiment(const char *root, const char *name, const char *id,
			    double created, struct err *err)
{
	struct buf b = { 0 };
	char *dir = mem_printf("%s/%s", root, id), *meta;
	int rc = 0;

	meta = mem_printf("%s/meta.yaml", dir);
	buf_printf(&b,
		   "artifact_location: file://%s\ncreation_time: %.0f\n"
		   "experiment_id: '%s'\nlast_update_time: %.0f\n"
		   "lifecycle_stage: active\nname: ",
		   dir, created * 1000, id, created * 1000);
	json_quote(&b, name);
	buf_char(&b, '\n');
	if (!path_exists(meta))
		rc = export_file_write(dir, "meta.yaml", &b, err);
	buf_release(&b);
	free(meta);
	free(dir);
	return rc;
}

/* The default experiment: without it MLflow reads no other. */
static int write_default(const char *root, double created, struct err *err)
{
	char *trash = mem_printf("%s/.trash", root);
	int rc = path_make_dirs(trash, err);

	free(trash);
	return rc < 0 ? -1 :
			write_experiment(root, "Default", "0", created, err);
}

static int status_of(enum run_state s)
{
	switch (s) {
	case RUN_RUNNING:
		return RUNNING;
	case RUN_DONE:
		return FINISHED;
	case RUN_INTERRUPTED:
	case RUN_STOPPED:
		return KILLED;
	default:
		return FAILED;
	}
}

static int write_meta(const struct exported *e, const char *dir,
		      const char *experiment, const char *id, struct err *err)
{
	struct buf b = { 0 };
	int rc;

	buf_printf(&b,
		   "artifact_uri: file://%s/artifacts\ndeleted_time: null\n",
		   dir);
	if (e->run.end)
		buf_printf(&b, "end_time: %.0f\n", e->end * 1000);
	else
		buf_str(&b, "end_time: null\n");
	buf_printf(&b,
		   "entry_point_name: ''\nexperiment_id: '%s'\n"
		   "lifecycle_stage: active\nrun_id: %s\nrun_name: ",
		   experiment, id);
	json_quote(&b, e->name);
	buf_printf(&b,
		   "\nrun_uuid: %s\nsource_name: ''\nsource_type: %d\n"
		   "source_version: ''\nstart_time: %.0f\nstatus: %d\n"
		   "tags: []\nuser_id: ",
		   id, LOCAL, e->start * 1000, status_of(e->run.state));
	json_quote(&b, exported_text(e, "user"));
	buf_char(&b, '\n');
	rc = export_file_write(dir, "meta.yaml", &b, err);
	buf_release(&b);
	return rc;
}

static int write_metrics(const struct exported *e, const char *dir,
			 struct err *err)
{
	const struct curves *s = &e->curves;
	char value[NUM_MAX];
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < s->tags.n; k++) {
		char *name = mem_printf("metrics/%s", s->tags.at[k]);
		struct buf b = { 0 };

		for (size_t i = 0; i < s->n; i++)
			if (s->points[i].tag == k)
				buf_printf(&b, "%.0f %s %" PRIu64 "\n",
					   curves_time(&s->points[i],
						       e->start) *
						   1000,
					   num_exact(value, s->points[i].value),
					   s->points[i].step);
		rc = export_file_write(dir, name, &b, err);
		buf_release(&b);
		free(name);
	}
	return rc;
}

static int write_params(const struct exported *e, const char *dir,
			struct err *err)
{
	const struct json *settings = exported_settings(e);
	const char *key;

	int rc = 0;

	for (size_t i = 0; settings && (key = json_key(settings, i)); i++) {
		const char *text = json_str(settings, key);
		char *name = mem_printf("params/%s", key);

		if (rc == 0 && text)
			rc = export_file_text(dir, name, text, err);
		free(name);
	}
	return rc;
}

static int write_tags(const struct exported *e, const char *dir,
		      struct err *err)
{
	struct buf command = { 0 }, notes = { 0 };
	int rc = 0;

	exported_command(e, &command);
	for (size_t i = 0; i < e->notes.n; i++)
		if (*e->notes.at[i])
			buf_printf(&notes, "%s\n\n", e->notes.at[i]);
	const char *const tags[][2] = {
		{ "tags/mlflow.runName", e->name },
		{ "tags/mlflow.user", exported_text(e, "user") },
		{ "tags/mlflow.source.type", "LOCAL" },
		{ "tags/mlflow.source.name", buf_text(&command) },
		{ "tags/mlflow.source.git.commit", exported_commit(e) },
		{ "tags/mlflow.note.content", buf_text(&notes) },
		{ "tags/xp.run", e->run.id },
	};
	for (size_t i = 0; rc == 0 && i < sizeof(tags) / sizeof(*tags); i++)
		if (*tags[i][1])
			rc = export_file_text(dir, tags[i][0], tags[i][1], err);
	buf_release(&command);
	buf_release(&notes);
	return rc;
}

static int write_run(const struct exported *e, const char *root,
		     const char *experiment, struct err *err)
{
	char id[RUN_DIGITS + 1], *dir, *artifacts;
	int rc;

	run_id_of(id, e->run.id);
	dir = mem_printf("%s/%s/%s", root, experiment, id);
	artifacts = mem_printf("%s/artifacts", dir);
	rc = path_make_dirs(artifacts, err);
	if (rc == 0)
		rc = write_metrics(e, dir, err);
	if (rc == 0)
		rc = write_params(e, dir, err);
	if (rc == 0)
		rc = write_tags(e, dir, err);
	if (rc == 0) /* last: a run without it is no run */
		rc = write_meta(e, dir, experiment, id, err);
	free(artifacts);
	free(dir);
	return rc;
}

int mlflow_export(const struct exported *e, const char *dir, struct err *err)
{
	char experiment[EXPERIMENT_DIGITS + 1], *root, *name;
	int rc = path_make_dirs(dir, err);

	if (rc < 0)
		return -1;
	root = realpath(dir, NULL);
	if (!root)
		return err_sys(err, "cannot find '%s'", dir);
	name = exported_project(e);
	experiment_id(experiment, name);
	rc = write_default(root, e->start, err);
	if (rc == 0)
		rc = write_experiment(root, name, experiment, e->start, err);
	if (rc == 0)
		rc = write_run(e, root, experiment, err);
	free(name);
	free(root);
	return rc;
}
