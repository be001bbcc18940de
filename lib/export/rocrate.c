/*
 * rocrate.c - see rocrate.h.
 */
#include "export/rocrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "export/export_file.h"
#include "file/path.h"
#include "store/object.h"

#define PROFILE "https://w3id.org/ro/wfrun/process/0.5"
#define CRATE "https://w3id.org/ro/crate/1.1"
#define METADATA "ro-crate-metadata.json"

struct crate {
	const struct exported *e;
	char *dir;
	struct json *graph; /* all entities */
	struct json *root;  /* the crate itself, in GRAPH */
	struct json *parts; /* references to the files in the crate */
	struct json *mentions;
	struct json *objects, *results; /* of the action */
	struct strs taken;		/* names of files in the crate */
};

static struct json *reference(const char *id)
{
	struct json *j = json_new();

	json_set_str(j, "@id", id);
	return j;
}

/* Adds an entity to the crate, which owns it.  The caller adds properties. */
static struct json *add(struct crate *c, const char *id, const char *type)
{
	struct json *j = reference(id);

	json_set_str(j, "@type", type);
	json_add(c->graph, j);
	return j;
}

/* Returns PREFIX and TEXT as a relative URI, which the caller frees. */
static char *uri(const char *prefix, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";
	struct buf b = { 0 };

	buf_str(&b, prefix);
	for (; *text; text++)
		if (strchr(plain, *text))
			buf_char(&b, *text);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*text);
	return buf_detach(&b);
}

/* Returns "ni:///sha-256;..." (RFC 6920), which the caller frees. */
static char *digest_uri(const struct digest *d)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	struct buf b = { 0 };

	buf_str(&b, "ni:///sha-256;");
	for (size_t bit = 0; bit < 8 * sizeof(d->byte); bit += 6) {
		size_t i = bit / 8;
		unsigned two = (unsigned)d->byte[i] << 8;

		if (i + 1 < sizeof(d->byte))
			two |= d->byte[i + 1];
		buf_char(&b, digit[two >> (10 - bit % 8) & 63]);
	}
	return buf_detach(&b);
}

static const char *media_type(const char *path)
{
	static const char *const types[][2] = {
		{ ".tsv", "text/tab-separated-values" },
		{ ".csv", "text/csv" },
		{ ".txt", "text/plain" },
		{ ".conf", "text/plain" },
		{ ".log", "text/plain" },
		{ ".html", "text/html" },
		{ ".json", "application/json" },
		{ ".png", "image/png" },
		{ ".svg", "image/svg+xml" },
		{ ".tif", "image/tiff" },
		{ ".tiff", "image/tiff" },
	};
	const char *end = strrchr(path, '.');

	for (size_t i = 0; end && i < sizeof(types) / sizeof(*types); i++)
		if (!strcasecmp(end, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

/* Puts "_" in front of each part that begins with a dot: some programs would
 * act upon a file such as .git/config or .envrc. */
static char *harmless(const char *path)
{
	struct buf b = { 0 };

	while (*path) {
		size_t n = strcspn(path, "/");

		if (*path == '.')
			buf_char(&b, '_');
		buf_add(&b, path, n);
		path += n;
		if (*path)
			buf_char(&b, *path++);
	}
	return buf_detach(&b);
}

/* Returns the name in the crate of the file PATH of a record, which is in no
 * other use.  The caller frees it. */
static char *crate_name(struct crate *c, const char *folder, const char *path)
{
	char *clean = path_clean(path), *inside = path_outside(clean), *name,
	     *safe;
	size_t n = 2;

	if (!strcmp(path, "-"))
		safe = mem_str(*folder == 'i' ? "stdin" : "stdout");
	else if (!strncmp(path, ".xp/", 4))
		safe = harmless(clean + 4);
	else
		safe = harmless(inside ? inside : clean);
	name = mem_printf("%s/%s", folder, *safe ? safe : "_");
	while (strs_has(&c->taken, name)) {
		free(name);
		name = mem_printf("%s/%zu/%s", folder, n++, safe);
	}
	strs_add(&c->taken, name);
	free(safe);
	free(inside);
	free(clean);
	return name;
}

/* Fills FILE, the entity of one whose bytes the store has, and writes it. */
static int write_file(struct crate *c, struct json *file, const char *name,
		      const struct digest *d, struct err *err)
{
	struct buf b = { 0 };
	char size[NUM_MAX];
	int rc = object_get(c->e->store, d, &b, err);

	if (rc == 0) {
		snprintf(size, sizeof(size), "%zu", b.len);
		json_set_str(file, "contentSize", size);
		rc = export_file_write(c->dir, name, &b, err);
	}
	buf_release(&b);
	return rc;
}

static int add_file(struct crate *c, struct json *to, const char *folder,
		    const char *path, const struct digest *d, struct err *err)
{
	int kept = object_has(c->e->store, d), rc = 0;
	char *name = kept ? crate_name(c, folder, path) : NULL, *id;
	char hex[DIGEST_HEX + 1];
	struct json *file;

	id = kept ? uri("", name) : digest_uri(d);
	if (kept || !strs_has(&c->taken, id)) {
		file = add(c, id, "File");
		json_set_str(file, "name",
			     strcmp(path, "-") ? path :
			     *folder == 'i'    ? "standard input" :
						 "standard output");
		json_set_str(file, "sha256", digest_hex(hex, d));
		json_set_str(file, "encodingFormat", media_type(path));
		json_add(kept ? c->parts : c->mentions, reference(id));
		if (kept)
			rc = write_file(c, file, name, d, err);
		else
			strs_add(&c->taken, id);
	}
	json_add(to, reference(id));
	free(name);
	free(id);
	return rc;
}

static int add_files(struct crate *c, struct json *to, const char *folder,
		     const struct file_list *l, struct err *err)
{
	for (size_t i = 0; i < l->n; i++)
		if (add_file(c, to, folder, l->list[i].path, &l->list[i].digest,
			     err) < 0)
			return -1;
	return 0;
}

static void add_value(struct crate *c, struct json *to, const char *prefix,
		      const char *name, const char *value)
{
	char *id = uri(prefix, name);
	struct json *j = add(c, id, "PropertyValue");

	json_set_str(j, "name", name);
	json_set_str(j, "value", value);
	json_add(to, reference(id));
	free(id);
}

static void add_settings(struct crate *c)
{
	const struct json *settings = exported_settings(c->e);
	const char *key;

	for (size_t i = 0; settings && (key = json_key(settings, i)); i++)
		if (json_str(settings, key) && *json_str(settings, key))
			add_value(c, c->objects, "#setting-", key,
				  json_str(settings, key));
}

static void add_metrics(struct crate *c)
{
	const struct curves *s = &c->e->curves;
	char text[NUM_MAX];

	for (size_t k = 0; k < s->tags.n; k++)
		add_value(c, c->results, "#metric-", s->tags.at[k],
			  num_exact(text, s->points[curves_last(s, k)].value));
}

/* The variables that may change a result (run/environment.h). */
static int add_environment(struct crate *c, struct json *action,
			   struct err *err)
{
	const char *hex = exported_text(c->e, "environment"), *key;
	struct json *all = NULL, *list = json_new_list();
	const struct json *variables;
	struct buf b = { 0 };
	struct digest d;
	int rc = 0;

	if (*hex && digest_parse(&d, hex) == 0 && object_has(c->e->store, &d)) {
		rc = object_get(c->e->store, &d, &b, err);
		all = rc ? NULL : json_parse(buf_text(&b), b.len, err);
		rc = all ? 0 : -1;
	}
	variables = all ? json_get(all, "variables") : NULL;
	for (size_t i = 0; variables && (key = json_key(variables, i)); i++)
		if (json_str(variables, key))
			add_value(c, list, "#environment-", key,
				  json_str(variables, key));
	json_set_list(action, "environment", list);
	json_free(all);
	buf_release(&b);
	return rc;
}

static void add_code(struct crate *c)
{
	struct json *code;

	if (!*exported_commit(c->e))
		return;
	code = add(c, "#code", "SoftwareSourceCode");
	json_set_str(code, "name", "code of the project, a commit of git");
	json_set_str(code, "version", exported_commit(c->e));
	json_add(c->objects, reference("#code"));
}

static void set_state(const struct exported *e, struct json *action)
{
	const struct json *end = e->run.end;
	int failed = e->run.state != RUN_DONE && e->run.state != RUN_NO;

	json_set_str(action, "startTime", exported_text(e, "time"));
	if (end)
		json_set_str(action, "endTime", json_str(end, "time"));
	json_set(action, "actionStatus",
		 reference(e->run.state == RUN_RUNNING ?
				   "http://schema.org/ActiveActionStatus" :
			   failed ? "http://schema.org/FailedActionStatus" :
				    "http://schema.org/CompletedActionStatus"));
	if (failed && e->run.state != RUN_RUNNING)
		json_set_str(action, "error",
			     end && json_str(end, "error") ?
				     json_str(end, "error") :
				     run_state_name(e->run.state));
}

static void add_tool(struct crate *c)
{
	const char *name = exported_text(c->e, "tool");
	struct json *j = add(c, "#tool", "SoftwareApplication");

	json_set_str(j, "name", name);
	json_set_str(j, "softwareVersion", exported_text(c->e, "version"));
	j = add(c, "#user", "Person");
	json_set_str(j, "name", exported_text(c->e, "user"));
}

static int add_action(struct crate *c, struct err *err)
{
	const struct exported *e = c->e;
	int makes = e->run.outputs.n > 0;
	char *id = uri("#run-", e->run.id);
	struct json *action = add(c, id,
				  makes ? "CreateAction" : "ActivateAction");
	struct buf text = { 0 };
	int rc;

	json_add(c->mentions, reference(id));
	free(id);
	buf_printf(&text, "%s, run %s", exported_text(e, "tool"), e->run.id);
	json_set_str(action, "name", buf_text(&text));
	buf_clear(&text);
	exported_command(e, &text);
	json_set_str(action, "description", buf_text(&text));
	buf_release(&text);
	json_set(action, "instrument", reference("#tool"));
	json_set(action, "agent", reference("#user"));
	set_state(e, action);
	add_tool(c);
	add_code(c);
	rc = add_files(c, c->objects, "inputs", &e->run.inputs, err);
	if (rc == 0)
		rc = add_files(c, c->results, "outputs", &e->run.outputs, err);
	add_settings(c);
	add_metrics(c);
	if (rc == 0)
		rc = add_environment(c, action, err);
	json_set_list(action, "object", c->objects);
	json_set_list(action, "result", c->results);
	return rc;
}

static void add_license(struct crate *c, struct json *root)
{
	const char *spdx = c->e->license;
	char *id = spdx ? mem_printf("https://spdx.org/licenses/%s", spdx) :
			  mem_str("#license");
	struct json *j = add(c, id, "CreativeWork");

	json_set_str(j, "name", spdx ? spdx : "no license was stated");
	json_set_str(
		j, "description",
		spdx ? "The license of this crate, by its SPDX identifier." :
		       "Ask the author before you use what is in here.");
	json_set(root, "license", reference(id));
	free(id);
}

static void add_authors(struct crate *c, struct json *root)
{
	struct json *list = json_new_list();

	for (size_t i = 0; c->e->authors && i < c->e->authors->n; i++) {
		char *id = mem_printf("#author-%zu", i + 1);
		struct json *j = add(c, id, "Person");

		json_set_str(j, "name", c->e->authors->at[i]);
		json_add(list, reference(id));
		free(id);
	}
	json_set_list(root, "author", list);
}

/* The entity of the crate itself, and those that say what it follows. */
static void add_root(struct crate *c)
{
	const struct exported *e = c->e;
	struct json *j = add(c, METADATA, "CreativeWork"), *root;
	struct buf text = { 0 };
	const char *end = e->run.end ? json_str(e->run.end, "time") : NULL;

	json_set(j, "conformsTo", reference(CRATE));
	json_set(j, "about", reference("./"));
	c->root = root = add(c, "./", "Dataset");
	json_set(root, "conformsTo", reference(PROFILE));
	json_set_str(root, "name", e->name);
	exported_command(e, &text);
	if (*exported_text(e, "because"))
		buf_printf(&text, "\nbecause %s", exported_text(e, "because"));
	for (size_t i = 0; i < e->notes.n; i++)
		if (*e->notes.at[i])
			buf_printf(&text, "\n%s", e->notes.at[i]);
	json_set_str(root, "description", buf_text(&text));
	buf_release(&text);
	json_set_str(root, "datePublished",
		     end ? end : exported_text(e, "time"));
	add_license(c, root);
	add_authors(c, root);
	j = add(c, PROFILE, "CreativeWork");
	json_set_str(j, "name", "Process Run Crate");
	json_set_str(j, "version", "0.5");
}

static int write_metadata(struct crate *c, struct err *err)
{
	struct json *all = json_new(), *context = json_new_list();
	struct buf b = { 0 };
	int rc;

	json_add_str(context, CRATE "/context");
	json_add_str(context, "https://w3id.org/ro/terms/workflow-run/context");
	json_set(all, "@context", context);
	json_set(all, "@graph", c->graph);
	c->graph = NULL;
	json_write_pretty(all, &b);
	buf_char(&b, '\n');
	rc = export_file_write(c->dir, METADATA, &b, err);
	buf_release(&b);
	json_free(all);
	return rc;
}

int rocrate_export(const struct exported *e, const char *dir, struct err *err)
{
	struct crate c = { .e = e,
			   .dir = mem_printf("%s/%s", dir, e->name),
			   .graph = json_new_list(),
			   .parts = json_new_list(),
			   .mentions = json_new_list(),
			   .objects = json_new_list(),
			   .results = json_new_list() };
	int rc;

	add_root(&c);
	rc = add_action(&c, err);
	json_set_list(c.root, "hasPart", c.parts);
	json_set_list(c.root, "mentions", c.mentions);
	if (rc == 0)
		rc = write_metadata(&c, err);
	json_free(c.graph);
	strs_release(&c.taken);
	free(c.dir);
	return rc;
}
