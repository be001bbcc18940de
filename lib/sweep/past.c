/*
 * past.c - see past.h.
 */
#include "sweep/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sh.h"
#include "file/path.h"
#include "run/resolve.h"
#include "run/run_output.h"
#include "store/blob.h"
#include "store/object.h"

#define STATE "state.safetensors" /* what xp-train resumes from */
#define INIT "init"		  /* its option that may name a run, whose.. */
#define BEST "best.safetensors"	  /* .. weights it reads then */

/* Returns the text of J, which it frees, with the working directory CWD. */
static char *key_text(struct json *j, const char *cwd)
{
	struct buf text = { 0 };

	json_set_str(j, "cwd", cwd);
	json_write(j, &text);
	json_free(j);
	return buf_detach(&text);
}

/* The words after "--" of `xp-log run -- COMMAND`, or NULL. */
static struct json *foreign(const struct json *argv)
{
	struct json *list = json_new_list(), *j = json_new();
	const char *word = json_text(json_at(argv, 1));
	size_t i = 2, n = json_len(argv);

	if (!word || strcmp(word, "run"))
		i = n;
	while (i < n && strcmp(json_text(json_at(argv, i)), "--"))
		i++;
	for (i++; i < n; i++)
		json_add_str(list, json_text(json_at(argv, i)));
	json_set_list(j, "argv", list);
	if (json_len(j))
		return j;
	json_free(j);
	return NULL;
}

/* A file has a slash, ends in .safetensors or is there, as the tools see it. */
static int may_be_run(const char *word)
{
	return word && *word && strcmp(word, "-") && !strchr(word, '/') &&
	       !strstr(word, ".safetensors");
}

/* Replaces the first operand of the key J by the run ID, unless it is NULL. */
static void set_operand(struct json *j, const char *id)
{
	const struct json *was = json_get(j, "operands");
	struct json *list = json_new_list();

	if (id)
		json_set_str(j, "run", id);
	for (size_t i = id != NULL; i < json_len(was); i++)
		json_add_str(list, json_text(json_at(was, i)));
	json_set(j, "operands", list);
}

/* Lets --init of the key J stand for any run. */
static void set_init(struct json *j)
{
	struct json *settings = json_clone(json_get(j, "settings"));

	json_set_str(settings, INIT, "");
	json_set(j, "settings", settings);
}

static const char *init_of(const struct json *j)
{
	const struct json *settings = json_get(j, "settings");
	const char *init = settings ? json_str(settings, INIT) : NULL;

	return may_be_run(init) ? init : NULL;
}

/* Run ID read a file of the store whose digest is HEX; NULL: any digest. */
static int has_read(const struct store *s, const char *id, const char *hex)
{
	char *path = run_path(s, id, "inputs"), now[DIGEST_HEX + 1];
	struct file_list l = { 0 };
	struct err ignored;
	int has = 0;

	if (file_list_read(&l, path, &ignored) == 0)
		for (size_t i = 0; i < l.n && !has; i++)
			has = (!strncmp(l.list[i].path, ".xp/runs/", 9) ||
			       !strncmp(l.list[i].path, ".xp/objects/", 12)) &&
			      (!hex ||
			       !strcmp(digest_hex(now, &l.list[i].digest),
				       hex));
	file_list_release(&l);
	free(path);
	return has;
}

static char *run_key(const struct store *s, const char *id,
		     const struct json *start)
{
	static const char *const keys[] = { "tool", "operands", "settings" };
	const struct json *names = json_get(start, "names"), *operands;
	const char *cwd = json_str(start, "cwd_absolute"), *word;
	struct json *j = foreign(json_get(start, "argv"));

	if (j)
		return key_text(j, cwd ? cwd : "");
	j = json_new();
	for (size_t i = 0; i < 3; i++)
		if (json_get(start, keys[i]))
			json_set(j, keys[i],
				 json_clone(json_get(start, keys[i])));
	operands = json_get(j, "operands");
	word = operands ? json_text(json_at(operands, 0)) : NULL;
	if (word && names)
		set_operand(j, json_str(names, word));
	if (init_of(j) && has_read(s, id, NULL))
		set_init(j);
	return key_text(j, cwd ? cwd : "");
}

int past_read(struct past *p, const struct store *s, struct err *err)
{
	struct strs ids = { 0 };
	int rc = run_list(s, &ids, err);

	memset(p, 0, sizeof(*p));
	p->store = s;
	p->runs = mem_zero(ids.n + 1, sizeof(*p->runs));
	for (size_t i = 0; i < ids.n && !rc; i++) {
		struct json *start = NULL;
		struct err damaged;

		if (run_record(s, ids.at[i], "start.json", &start, &damaged) ==
		    1)
			p->runs[p->n++] = (struct past_run){
				mem_str(ids.at[i]), run_key(s, ids.at[i], start)
			};
		json_free(start);
	}
	strs_release(&ids);
	return rc;
}

void past_release(struct past *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->runs[i].id);
		free(p->runs[i].key);
	}
	free(p->runs);
	memset(p, 0, sizeof(*p));
}

/* Fills TO with what the command LINE prints.  Returns its wait status, or
 * -1. */
static int output_of(const char *line, struct buf *to)
{
	FILE *f = popen(line, "re");
	char text[4096];
	size_t n;

	if (!f)
		return -1;
	while ((n = fread(text, 1, sizeof(text), f)) > 0)
		buf_add(to, text, n);
	return pclose(f);
}

/* J is what the tool TOOL says of its command line.  Refuses what would be
 * done without a record, or anew each time. */
static int check_asked(const struct json *j, const char *tool, struct err *err)
{
	const struct json *operands = json_get(j, "operands");
	const char *without = json_str(j, "unrecorded"), *word = init_of(j);
	size_t n = operands ? json_len(operands) : 0;

	if (without)
		return err_data(err,
				"%s records nothing with --%s, so nobody "
				"knows when it is done: leave the option out",
				tool, without);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(json_text(json_at(operands, i)), "-"))
			n = 0;
	if (!n)
		return err_data(err,
				"%s would read from standard input, where a "
				"shell reads the other command lines: name a "
				"file",
				tool);
	if (!word || *word != '@')
		word = json_text(json_at(operands, 0));
	if (*word == '@' && !path_exists(word))
		return err_data(err,
				"'%s' would be another run later: write the "
				"id of the run or its tag",
				word);
	return 0;
}

/* Asks the tool words[0] what the words mean. */
static struct json *ask(const struct strs *words, struct err *err)
{
	struct buf line = { 0 }, answer = { 0 };
	struct json *j = NULL;
	int status;

	for (size_t i = 0; i < words->n; i++) {
		sh_quote(&line, words->at[i]);
		buf_str(&line, i ? " " : " --print-settings ");
	}
	buf_str(&line, "</dev/null");
	status = output_of(buf_text(&line), &answer);
	if (status)
		err_data(err, "%s does not take this command line",
			 words->at[0]);
	else
		j = json_parse_any(buf_text(&answer), answer.len, err);
	if (j && check_asked(j, words->at[0], err) < 0) {
		json_free(j);
		j = NULL;
	}
	buf_release(&line);
	buf_release(&answer);
	return j;
}

static struct json *words_list(const struct strs *words)
{
	struct json *list = json_new_list();

	for (size_t i = 0; i < words->n; i++)
		json_add_str(list, words->at[i]);
	return list;
}

/* Replaces the names of runs in the key J by what they mean now. */
static int resolve_names(struct past_point *to, struct json *j,
			 const struct past *p, struct err *err)
{
	const char *word = json_text(json_at(json_get(j, "operands"), 0));
	struct run_output weights;
	struct err ignored;
	struct blob now;
	char *id = NULL;
	int rc = 0;

	if (!p->store)
		return 0;
	if (may_be_run(word) && !path_exists(word) &&
	    resolve_run(p->store, word, &id, &ignored) == 0)
		set_operand(j, id);
	free(id);
	word = init_of(j);
	if (!word || path_exists(word) ||
	    run_output_find(&weights, word, BEST, 0, &ignored) < 0)
		return 0;
	rc = blob_look(weights.output, &now, err);
	if (rc > 0) {
		set_init(j);
		digest_hex(to->weights, &now.digest);
	}
	run_output_release(&weights);
	return rc < 0 ? -1 : 0;
}

/* The key of a tool of ours, or NULL. */
static struct json *own_key(struct past_point *to, const struct past *p,
			    const struct strs *words, struct err *err)
{
	static const char *const keys[] = { "tool", "operands", "settings" };
	struct json *asked = ask(words, err), *j;

	if (!asked)
		return NULL;
	j = json_new();
	for (size_t i = 0; i < 3; i++)
		json_set(j, keys[i], json_clone(json_get(asked, keys[i])));
	to->outputs = json_clone(json_get(asked, "outputs"));
	json_free(asked);
	if (resolve_names(to, j, p, err) == 0)
		return j;
	json_free(j);
	return NULL;
}

int past_point(struct past_point *to, const struct past *p,
	       const struct strs *words, struct err *err)
{
	const char *slash = strrchr(words->at[0], '/');
	const char *tool = slash ? slash + 1 : words->at[0];
	struct json *j = NULL, *list;
	char *cwd;

	*to = (struct past_point){ 0 };
	if (!strcmp(tool, "xp-log")) {
		list = words_list(words);
		j = foreign(list);
		json_free(list);
	} else if (!strncmp(tool, "xp-", 3) &&
		   !(j = own_key(to, p, words, err))) {
		past_point_release(to);
		return -1;
	}
	if (!j)
		return err_data(err,
				"'%s' is not recorded, so nobody knows when "
				"it is done: begin the command with xp-log "
				"run --",
				words->at[0]);
	cwd = getcwd(NULL, 0);
	to->key = key_text(j, cwd ? cwd : "");
	free(cwd);
	return 0;
}

char *past_point_text(const struct past_point *of)
{
	struct buf text = { 0 };

	buf_str(&text, of->key);
	buf_str(&text, of->weights);
	if (of->outputs)
		json_write(of->outputs, &text);
	return buf_detach(&text);
}

void past_point_release(struct past_point *of)
{
	free(of->key);
	json_free(of->outputs);
	*of = (struct past_point){ 0 };
}

/* Tables, settings and weights that the run read are the same today.  Their
 * content is in the store; images, of which only the digest is, are compared
 * with their manifest by whoever reads them.  Files in the store do not change;
 * which run they are of is in the key. */
static int same_inputs(const struct past *p, const char *id)
{
	char *path = run_path(p->store, id, "inputs");
	struct file_list l = { 0 };
	struct err ignored;
	int same = file_list_read(&l, path, &ignored) == 0;

	for (size_t i = 0; same && i < l.n; i++) {
		const char *name = l.list[i].path;
		struct blob now;

		if (!strcmp(name, "-") || !strncmp(name, ".xp/", 4) ||
		    !object_has(p->store, &l.list[i].digest))
			continue;
		same = blob_look(name, &now, &ignored) == 1 &&
		       digest_same(&now.digest, &l.list[i].digest);
	}
	file_list_release(&l);
	free(path);
	return same;
}

/* The file PATH is what the run wrote under whichever name. */
static int is_copy(const struct file_list *outputs, const char *path)
{
	struct err ignored;
	struct blob now;
	int same = 0;

	if (blob_look(path, &now, &ignored) != 1)
		return 0;
	for (size_t i = 0; i < outputs->n && !same; i++)
		same = digest_same(&outputs->list[i].digest, &now.digest);
	return same;
}

/* Each output that the point names was named by the run, too, or is there with
 * the content of another output of the run. */
static int has_outputs(const struct past *p, const char *id,
		       const struct json *wanted)
{
	char *path = run_path(p->store, id, "outputs");
	struct file_list l = { 0 };
	struct json *start = NULL;
	const struct json *was;
	struct err ignored;
	const char *name;
	int has = file_list_read(&l, path, &ignored) == 0 &&
		  run_record(p->store, id, "start.json", &start, &ignored) == 1;

	was = start ? json_get(start, "all_settings") : NULL;
	for (size_t i = 0; has && (name = json_key(wanted, i)); i++) {
		const char *now = json_str(wanted, name);
		const char *then = was ? json_str(was, name) : NULL;

		has = (then && !strcmp(then, now)) || is_copy(&l, now);
	}
	json_free(start);
	file_list_release(&l);
	free(path);
	return has;
}

static enum past_state state_of(const struct past *p, const char *id)
{
	struct json *end = NULL;
	struct err ignored;
	enum past_state state = PAST_FAILED;
	char *path = run_path(p->store, id, STATE);

	run_record(p->store, id, "end.json", &end, &ignored);
	switch (run_state_of(p->store, id, end)) {
	case RUN_RUNNING:
		state = PAST_RUNNING;
		break;
	case RUN_DONE:
	case RUN_NO:
		state = PAST_DONE;
		break;
	case RUN_STOPPED:
	case RUN_INTERRUPTED:
		if (path_exists(path))
			state = PAST_STOPPED;
		break;
	default:
		break;
	}
	if (state != PAST_FAILED && !same_inputs(p, id))
		state = PAST_FAILED;
	json_free(end);
	free(path);
	return state;
}

enum past_state past_find(const struct past *p, const struct past_point *of,
			  const char **id)
{
	enum past_state best = PAST_NONE;

	*id = NULL;
	for (size_t i = p->n; i-- > 0 && best != PAST_DONE;) {
		enum past_state state;

		if (strcmp(p->runs[i].key, of->key) ||
		    (*of->weights &&
		     !has_read(p->store, p->runs[i].id, of->weights)) ||
		    (of->outputs && json_len(of->outputs) &&
		     !has_outputs(p, p->runs[i].id, of->outputs)))
			continue;
		state = state_of(p, p->runs[i].id);
		if (state > best) {
			best = state;
			*id = p->runs[i].id;
		}
	}
	return best;
}
