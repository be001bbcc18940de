/* secret_name.c - see secret_name.h. */
#include "code/secret_name.h"

#include <ctype.h>
#include <string.h>

/* The ends of names of secrets, in upper or lower case, with "-", "_" or
 * nothing between the words. */
static const char *const names[] = {
	"accesskey",  "apikey",	  "apitoken",	"authtoken",
	"passphrase", "passwd",	  "password",	"secret",
	"secretkey",  "token",	  "authkey",	"credential",
	"privatekey", "wandbkey", "accountkey", "sessionkey",
};

/* Short words that are the name of a secret only as a whole: "--pass",
 * "db_pass"; and, in the name of a variable, "API_KEY". */
static const char *const short_names[] = { "pass", "pwd", "pw" };
static const char *const variable_names[] = { "PASS",	"KEY",	  "TOKEN",
					      "SECRET", "PASSWD", "PASSWORD",
					      "PWD" };

static int is_part(const char *part, size_t n, const char *const *list,
		   size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && !strncmp(part, list[i], n))
			return 1;
	return 0;
}

/* "pwd" and "Pwd", but not "PWD", which is a directory. */
static int is_short(const char *part, size_t n)
{
	char plain[8];

	if (n < 2 || n >= sizeof plain || !islower((unsigned char)part[1]))
		return 0;
	memcpy(plain, part, n);
	plain[0] = (char)tolower((unsigned char)plain[0]);
	return is_part(plain, n, short_names,
		       sizeof short_names / sizeof *short_names);
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
		last = is_short(name + begin, i - begin);
		found |=
			is_part(name + begin, i - begin, variable_names,
				sizeof variable_names / sizeof *variable_names);
		parts++;
		begin = i + 1;
	}
	return last || (upper && found && parts > 1);
}

int secret_name(const char *name, size_t n)
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
