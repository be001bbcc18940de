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
#include "code/secret_name.h"
#include "code/secret_printed.h"
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

/* Who knows the URL may write. */
static const char *const webhooks[] = {
	"hooks.slack.com/services/",
	"discord.com/api/webhooks/",
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

/* Returns the length of a value that ends at QUOTE on its line; without such a
 * quote, or with QUOTE 0, at what ends a word of a shell. */
static size_t value_length(const char *text, char quote)
{
	size_t n = 0;

	while (quote && text[n] && text[n] != quote && text[n] != '\n')
		n += text[n] == '\\' && text[n + 1] ? 2 : 1;
	if (quote && text[n] == quote)
		return n;
	for (n = 0; text[n] && !strchr(" \t\n\"',;&", text[n]); n++)
		if (text[n] == '\\' && text[n + 1] == ' ')
			n++;
	return n;
}

/* In "?sig=x&X-Amz-Signature=y", of a URL that was signed. */
static int is_signature(const char *name, size_t n, char last)
{
	static const char end[] = "signature";
	const size_t k = strlen(end);

	return (last == '?' || last == '&') &&
	       ((n == 3 && !strncasecmp(name, "sig", n)) ||
		(n >= k && !strncasecmp(name + n - k, end, k)));
}

/* Returns the length of the value x in "--api-key=x", "password: x" and
 * "--token x".  BEFORE is where x begins. */
static size_t value_at(const char *text, char last, size_t *before)
{
	size_t n = 0, k;
	char quote;

	if (isalnum((unsigned char)last) || (last && strchr("_-", last)))
		return 0;
	while (isalnum((unsigned char)text[n]) ||
	       (text[n] && strchr("_-", text[n])))
		n++;
	if (!n || (!secret_name(text, n) && !is_signature(text, n, last)))
		return 0;
	k = n + (text[n] == '"' || text[n] == '\'');
	k += strspn(text + k, " ");
	if (text[k] == '=' || text[k] == ':')
		k++;
	else if (*text != '-' || k == n)
		return 0;
	k += strspn(text + k, " ");
	quote = text[k] == '"' || text[k] == '\'' ? text[k++] : 0;
	*before = k;
	return value_length(text + k, quote);
}

/* Returns the length of the secret in "Authorization: SCHEME abc", or 0. */
static size_t header_at(const char *text, size_t *before)
{
	static const char name[] = "Authorization:";
	const char *scheme, *value;

	if (strncasecmp(text, name, strlen(name)))
		return 0;
	scheme = text + strlen(name);
	scheme += strspn(scheme, " ");
	value = scheme + strcspn(scheme, " \t\n\"'");
	value = *value == ' ' ? value + strspn(value, " ") : scheme;
	*before = (size_t)(value - text);
	return *value == '$' ? 0 : strcspn(value, "\n\"'");
}

/* Returns the length of the secret in the URL of a webhook, or 0. */
static size_t webhook_at(const char *text, size_t *before)
{
	for (size_t i = 0; i < sizeof webhooks / sizeof *webhooks; i++) {
		size_t k = strlen(webhooks[i]), n = 0;

		if (strncmp(text, webhooks[i], k))
			continue;
		while (is_token_char(text[k + n]) || text[k + n] == '/')
			n++;
		*before = k;
		return n >= 20 ? n : 0;
	}
	return 0;
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
		if (!n)
			n = webhook_at(at, &before);
		if (!n && forms == FORMS_ALL)
			n = header_at(at, &before);
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

int secret_replace_values(struct buf *text)
{
	return replace(text, FORMS_ALL);
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
	static const char *const others[] = { "--", ":/", "Be", "be",
					      "BE", "bE", "Ba", "ba",
					      "BA", "bA", "ho", "di" };
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
		k = k ? k : webhook_at(text + i, &before);
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
	struct strs values = { 0 };
	size_t n = 1;
	ssize_t got = 0;

	secret_printed_values(&values);
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
		found = has_secret(pairs, text, n) ||
			secret_printed(&values, text, n);
		memmove(text, text + n - OVERLAP, OVERLAP);
		n = OVERLAP;
	}
	text[n] = '\0';
	found = found || has_secret(pairs, text, n) ||
		secret_printed(&values, text, n);
	strs_release(&values);
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
				replace(&b, FORMS_TEXT) +
					secret_printed_replace(&b,
							       SECRET_MARK) :
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
