/* secret.c - see secret.h. */
#include "code/secret.h"

#include <ctype.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "code/new_source.h"
#include "code/secret_command.h"
#include "store/durable.h"

#define MAX_LOOKED ((off_t)1 << 20) /* bytes: a larger file was not typed */

/* Tokens: their prefix, and the least number of characters of [A-Za-z0-9_.-]
 * after it, as their makers document them. */
static const struct token {
	const char *prefix;
	size_t least;
} tokens[] = {
	{ "AIza", 30 },	    { "AKIA", 16 },	 { "ASIA", 16 },
	{ "SG.", 30 },	    { "dckr_pat_", 20 }, { "eyJhbGciOi", 20 },
	{ "gho_", 30 },	    { "ghp_", 30 },	 { "ghs_", 30 },
	{ "ghu_", 30 },	    { "ghr_", 30 },	 { "github_pat_", 30 },
	{ "glpat-", 18 },   { "hf_", 30 },	 { "npm_", 30 },
	{ "pypi-AgE", 30 }, { "rk_live_", 16 },	 { "sk-", 20 },
	{ "sk_live_", 16 }, { "whsec_", 20 },	 { "xapp-", 20 },
	{ "xoxa-", 20 },    { "xoxb-", 20 },	 { "xoxp-", 20 },
	{ "xoxs-", 20 },    { "ya29.", 20 },
};

/* The ends of names of secrets, in upper or lower case, with "-", "_" or
 * nothing between the words. */
static const char *const names[] = {
	"accesskey", "apikey",	   "apitoken",	 "authtoken", "passphrase",
	"passwd",    "password",   "secret",	 "secretkey", "token",
	"authkey",   "credential", "privatekey", "wandbkey",
};

static int matches(const char *name, const char *const *patterns)
{
	for (; *patterns; patterns++)
		if (!fnmatch(*patterns, name, FNM_CASEFOLD))
			return 1;
	return 0;
}

static const char *const whole[] = { "*.asc",
				     "*.gpg",
				     "*.jks",
				     "*.kdbx",
				     "*.key",
				     "*.keystore",
				     "*.p12",
				     "*.pem",
				     "*.pfx",
				     "*.ppk",
				     "*.env",
				     ".env.*",
				     ".git-credentials",
				     ".htpasswd",
				     ".netrc",
				     ".npmrc",
				     ".pgpass",
				     ".pypirc",
				     "_netrc",
				     "id_dsa*",
				     "id_ecdsa*",
				     "id_ed25519*",
				     "id_rsa*",
				     "kaggle.json",
				     "*token.json",
				     "*token.txt",
				     NULL };
/* secrets.py is not a secret, but code that handles secrets. */
static const char *const words[] = {
	"*credential*", "*password*", "*secret*", "*service?account*",
	"*api?key*",	"*apikey*",   NULL
};
static const char *const data[] = { "*.json", "*.yaml", "*.yml",  "*.toml",
				    "*.ini",  "*.cfg",	"*.conf", "*.txt",
				    "*.xml",  "*.csv",	"*.tsv",  NULL };

int secret_is_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return matches(name, whole) ||
	       (matches(name, words) &&
		(matches(name, data) || !strchr(name, '.')));
}

static int is_token_char(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_.-", c));
}

/* Names of files begin with "sk-", too. */
static int is_mixed(const char *text, size_t n)
{
	int upper = 0, lower = 0, digit = 0;

	for (size_t i = 0; i < n; i++) {
		upper |= isupper((unsigned char)text[i]);
		lower |= islower((unsigned char)text[i]);
		digit |= isdigit((unsigned char)text[i]);
	}
	return upper && lower && digit;
}

/* Returns how many characters of TEXT are a token.  LAST is the character
 * before it, or 0. */
static size_t token_at(const char *text, char last)
{
	size_t n;

	if (is_token_char(last) && last != '.')
		return 0;
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		size_t k = strlen(tokens[i].prefix);

		if (strncmp(text, tokens[i].prefix, k))
			continue;
		for (n = k; is_token_char(text[n]); n++)
			;
		if (n - k >= tokens[i].least &&
		    (strcmp(tokens[i].prefix, "sk-") ||
		     is_mixed(text + k, n - k)))
			return n;
	}
	return 0;
}

/* Returns the length of the token in "Bearer abc...", or 0. */
static size_t bearer_at(const char *text, size_t *before)
{
	static const char *const schemes[] = { "Bearer ", "Basic " };
	size_t n = 0;

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t k = strlen(schemes[i]);

		if (strncasecmp(text, schemes[i], k))
			continue;
		while (text[k + n] && (is_token_char(text[k + n]) ||
				       strchr("~+/=", text[k + n])))
			n++;
		*before = k;
		return n >= 8 && (!i || is_mixed(text + k, n)) ? n : 0;
	}
	return 0;
}

/* Returns the length of the password in "://user:password@", or 0. */
static size_t password_at(const char *text, size_t *before)
{
	size_t user, n;

	if (strncmp(text, "://", 3))
		return 0;
	user = 3 + strcspn(text + 3, ":@/?# \t\n\"'<>");
	if (text[user] != ':')
		return 0;
	n = strcspn(text + user + 1, "@/ \t\n\"'<>");
	*before = user + 1;
	return text[user + 1 + n] == '@' ? n : 0;
}

/* Returns the length of a private key: "-----BEGIN RSA PRIVATE KEY-----", the
 * end of the line (written as \n in JSON) and what follows.  Code that looks
 * for such a line has no key after it. */
static size_t private_key_at(const char *text)
{
	static const char begin[] = "-----BEGIN ", key[] = "PRIVATE KEY-----",
			  end[] = "-----END ";
	size_t n = strlen(begin);
	const char *stop;

	if (strncmp(text, begin, n))
		return 0;
	n += strspn(text + n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ");
	n -= strlen("PRIVATE KEY");
	if (n < strlen(begin) || strncmp(text + n, key, strlen(key)) ||
	    !text[n + strlen(key)] || !strchr("\r\n\\", text[n + strlen(key)]))
		return 0;
	stop = strstr(text, end);
	return stop ? (size_t)(stop - text) + strcspn(stop, "\n") :
		      strlen(text);
}

/* Short words that are the name of a secret only as a whole: "--pass",
 * "db_pass"; and, in the name of a variable, "API_KEY". */
static const char *const short_names[] = { "pass", "pwd", "pw" };
static const char *const variable_names[] = { "PASS",	"KEY",	  "TOKEN",
					      "SECRET", "PASSWD", "PASSWORD" };

static int is_part(const char *part, size_t n, const char *const *list,
		   size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && !strncmp(part, list[i], n))
			return 1;
	return 0;
}

/* Returns 1 if the last word of the N characters NAME is such a short word, or,
 * in upper case, if any of several words is one. */
static int has_secret_part(const char *name, size_t n)
{
	size_t begin = 0, parts = 0;
	int upper = 1, found = 0, last = 0;

	while (n && *name == '-') {
		name++;
		n--;
	}
	for (size_t i = 0; i <= n; i++) {
		upper &= i == n || !islower((unsigned char)name[i]);
		if (i < n && !strchr("-_", name[i]))
			continue;
		last = is_part(name + begin, i - begin, short_names,
			       sizeof short_names / sizeof *short_names);
		found |=
			is_part(name + begin, i - begin, variable_names,
				sizeof variable_names / sizeof *variable_names);
		parts++;
		begin = i + 1;
	}
	return last || (upper && found && parts > 1);
}

/* Returns 1 if the N characters before END are the name of a secret. */
static int is_secret_name(const char *name, size_t n)
{
	char plain[64];
	size_t k = 0;

	if (n > 60)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (isalnum((unsigned char)name[i]))
			plain[k++] = (char)tolower((unsigned char)name[i]);
	plain[k] = '\0';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t m = strlen(names[i]);

		if (k >= m && !strcmp(plain + k - m, names[i]))
			return 1;
	}
	return has_secret_part(name, n);
}

/* Returns the length of the value x in "--api-key=x", "password: x" and
 * "--token x".  BEFORE is where x begins. */
static size_t value_at(const char *text, char last, size_t *before)
{
	size_t n = 0, k;

	if (isalnum((unsigned char)last) || (last && strchr("_-", last)))
		return 0;
	while (isalnum((unsigned char)text[n]) ||
	       (text[n] && strchr("_-", text[n])))
		n++;
	if (!n || !is_secret_name(text, n))
		return 0;
	k = n + (text[n] == '"' || text[n] == '\'');
	k += strspn(text + k, " ");
	if (text[k] == '=' || text[k] == ':')
		k++;
	else if (*text != '-' || k == n)
		return 0;
	k += strspn(text + k, " ");
	k += text[k] == '"' || text[k] == '\'';
	*before = k;
	return strcspn(text + k, " \t\n\"',;&");
}

static int is_marked(const char *text, size_t n)
{
	return n == strlen(SECRET_MARK) && !strncmp(text, SECRET_MARK, n);
}

enum forms {
	FORMS_STRONG, /* tokens and private keys */
	FORMS_TEXT,   /* as well as passwords in URLs and after "Bearer" */
	FORMS_ALL,    /* as well as the values of what is called a password */
};

static int replace(struct buf *text, enum forms forms)
{
	struct buf clean = { 0 };
	const char *at = buf_text(text);
	int found = 0;
	char last = 0;

	while (*at) {
		size_t before = 0, n = token_at(at, last);

		if (!n)
			n = private_key_at(at);
		if (!n && forms >= FORMS_TEXT)
			n = bearer_at(at, &before);
		if (!n && forms >= FORMS_TEXT)
			n = password_at(at, &before);
		if (!n && forms == FORMS_ALL)
			n = value_at(at, last, &before);
		if (n && !is_marked(at + before, n)) {
			buf_add(&clean, at, before);
			buf_str(&clean, SECRET_MARK);
			at += before + n;
			last = '>';
			found++;
			continue;
		}
		last = *at;
		buf_char(&clean, *at++);
	}
	if (found) {
		buf_clear(text);
		buf_add(text, buf_text(&clean), clean.len);
	}
	buf_release(&clean);
	return found;
}

int secret_replace_tokens(struct buf *text)
{
	return replace(text, FORMS_TEXT);
}

int secret_is_in(const char *path, int committed)
{
	struct err ignored = { 0 };
	struct buf b = { 0 };
	int yes = new_source_is_text(path, MAX_LOOKED) &&
		  durable_read(&b, path, MAX_LOOKED, &ignored) == 1 &&
		  replace(&b, committed ? FORMS_STRONG : FORMS_TEXT) > 0;

	buf_release(&b);
	return yes;
}

/* Which two characters a secret of FORMS_TEXT may begin with. */
static void find_pairs(unsigned char pairs[8192])
{
	static const char *const others[] = { "--", ":/", "Be", "be", "BE",
					      "bE", "Ba", "ba", "BA", "bA" };
	size_t n = sizeof tokens / sizeof *tokens;

	memset(pairs, 0, 8192);
	for (size_t i = 0; i < n + sizeof others / sizeof *others; i++) {
		const char *text = i < n ? tokens[i].prefix : others[i - n];
		unsigned pair = (unsigned)(unsigned char)text[0] << 8 |
				(unsigned char)text[1];

		pairs[pair >> 3] |= (unsigned char)(1 << (pair & 7));
	}
}

/* Returns 1 if a secret begins behind the first of the N characters TEXT. */
static int has_secret(const unsigned char pairs[8192], const char *text,
		      size_t n)
{
	for (size_t i = 1; i + 1 < n; i++) {
		unsigned pair = (unsigned)(unsigned char)text[i] << 8 |
				(unsigned char)text[i + 1];
		size_t before = 0, k;

		if (!(pairs[pair >> 3] >> (pair & 7) & 1))
			continue;
		k = token_at(text + i, text[i - 1]);
		k = k ? k : private_key_at(text + i);
		k = k ? k : bearer_at(text + i, &before);
		k = k ? k : password_at(text + i, &before);
		if (k && !is_marked(text + i + before, k))
			return 1;
	}
	return 0;
}

/* Pieces overlap, so that no secret is cut in two. */
int secret_is_in_stream(const char *path)
{
	enum { PIECE = 1 << 20, OVERLAP = 1 << 14 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), found = 0;
	char *text = mem_alloc(PIECE + 1);
	unsigned char pairs[8192];
	size_t n = 1;
	ssize_t got = 0;

	find_pairs(pairs);
	text[0] = '\n';
	while (fd >= 0 && !found && (got = read(fd, text + n, PIECE - n)) > 0) {
		for (ssize_t i = 0; i < got; i++)
			if (!text[n + (size_t)i])
				text[n + (size_t)i] = '\n';
		n += (size_t)got;
		text[n] = '\0';
		if (n < PIECE)
			continue;
		found = has_secret(pairs, text, n);
		memmove(text, text + n - OVERLAP, OVERLAP);
		n = OVERLAP;
	}
	text[n] = '\0';
	found = found || has_secret(pairs, text, n);
	if (fd >= 0)
		close(fd);
	free(text);
	return found;
}

int secret_replace_file(const char *path, size_t max, struct err *err)
{
	struct buf b = { 0 };
	int found = durable_read(&b, path, max, err), fd;

	if (found > 0)
		found = strlen(buf_text(&b)) == b.len ?
				replace(&b, FORMS_TEXT) :
				0;
	fd = found > 0 ? durable_create(path, err) : -1;
	if (found > 0 &&
	    (fd < 0 || durable_add(fd, b.data, b.len, path, err) < 0))
		found = -1;
	if (fd >= 0)
		close(fd);
	buf_release(&b);
	return found;
}

/* Replaces such values in TEXT, a command. */
static int replace_values(struct buf *text)
{
	struct secret_command c;
	struct buf clean = { 0 };
	const char *at = buf_text(text);
	int found = 0;

	secret_command_begin(&c, NULL);
	while (*at) {
		size_t blank = strspn(at, " \t\n"), n, begin;

		buf_add(&clean, at, blank);
		at += blank;
		n = strcspn(at, " \t\n");
		begin = n ? secret_command_word(&c, at, n) : 0;
		buf_add(&clean, at, begin);
		if (begin < n && !is_marked(at + begin, n - begin)) {
			buf_str(&clean, SECRET_MARK);
			found++;
		} else {
			buf_add(&clean, at + begin, n - begin);
		}
		at += n;
	}
	if (found) {
		buf_clear(text);
		buf_add(text, buf_text(&clean), clean.len);
	}
	buf_release(&clean);
	return found;
}

/* The value of "--password" is the next word. */
static int takes_secret(const char *word)
{
	return *word == '-' && !strchr(word, '=') &&
	       is_secret_name(word, strlen(word));
}

static void note(struct strs *where, const char *name)
{
	size_t n = strcspn(name, "= ");
	char *copy = mem_strn(name, n < 40 ? n : 40);

	if (!strs_has(where, copy))
		strs_add(where, copy);
	free(copy);
}

/* Returns VALUE without secrets; the caller frees it. */
static char *clean_text(const char *value, const char *name, struct strs *where)
{
	struct buf b = { 0 };

	buf_str(&b, value);
	if (replace(&b, FORMS_ALL) + replace_values(&b))
		note(where, *value == '-' ? value : name);
	return buf_detach(&b);
}

static struct json *clean(const struct json *j, const char *name,
			  struct strs *where);

/* TOOL is the program whose operands the list has, or NULL. */
static struct json *clean_list(const struct json *j, const char *name,
			       const char *tool, struct strs *where)
{
	struct json *to = json_new_list();
	struct secret_command c;
	const char *last = NULL;

	secret_command_begin(&c, tool);
	for (size_t i = 0; i < json_len(j); i++) {
		const struct json *item = json_at(j, i);
		const char *word = json_text(item);
		size_t n = word ? strlen(word) : 0;
		size_t begin = n ? secret_command_word(&c, word, n) : 0;

		if (begin < n && !is_marked(word + begin, n - begin)) {
			char *text = mem_printf("%.*s" SECRET_MARK, (int)begin,
						word);

			json_add_str(to, text);
			note(where, begin ? word : last);
			free(text);
		} else if (word && last && takes_secret(last)) {
			json_add_str(to, SECRET_MARK);
			note(where, last);
		} else {
			json_add(to, clean(item, name, where));
		}
		last = word;
	}
	return to;
}

static struct json *clean_map(const struct json *j, struct strs *where)
{
	struct json *to = json_new();
	const char *key;

	for (size_t i = 0; (key = json_key(j, i)); i++) {
		const struct json *item = json_get(j, key);
		const char *text = json_text(item);
		char *copy;

		if (text && *text && is_secret_name(key, strlen(key))) {
			json_set_str(to, key, SECRET_MARK);
			note(where, key);
		} else if (text) {
			copy = clean_text(text, key, where);
			json_set_str(to, key, copy);
			free(copy);
		} else if (!strcmp(key, "operands") && json_is_list(item)) {
			json_set(to, key,
				 clean_list(item, key, json_str(j, "tool"),
					    where));
		} else {
			json_set(to, key, clean(item, key, where));
		}
	}
	return to;
}

static struct json *clean(const struct json *j, const char *name,
			  struct strs *where)
{
	const char *text = json_text(j);
	struct json *list, *copy;
	char *word;

	if (json_is_list(j))
		return clean_list(j, name, NULL, where);
	if (json_is_map(j))
		return clean_map(j, where);
	if (!text)
		return json_clone(j);
	/* A string has to be in a list to be taken out of one. */
	word = clean_text(text, name, where);
	list = json_new_list();
	json_add_str(list, word);
	copy = json_clone(json_at(list, 0));
	json_free(list);
	free(word);
	return copy;
}

void secret_replace_json(struct json **j, struct strs *where)
{
	struct json *to = clean(*j, "", where);

	json_free(*j);
	*j = to;
}
