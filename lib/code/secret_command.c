/* secret_command.c - see secret_command.h. */
#include "code/secret_command.h"

#include <string.h>

/* Options of programs whose values are secrets. */
static const struct tool_option {
	const char *tool, *option;
} tool_options[] = {
	{ "curl", "-u" },
	{ "curl", "--user" },
	{ "docker", "-p" },
	{ "ldapsearch", "-w" },
	{ "mongo", "-p" },
	{ "mongosh", "-p" },
	{ "mysql", "-p" },
	{ "mysqladmin", "-p" },
	{ "mysqldump", "-p" },
	{ "omero", "-k" },
	{ "omero", "-w" },
	{ "openssl", "-passin" },
	{ "openssl", "-passout" },
	{ "redis-cli", "-a" },
	{ "smbclient", "-U" },
	{ "sshpass", "-p" },
	{ "unzip", "-P" },
	{ "zip", "-P" },
	{ "7z", "-p" },
};
#define TOOL_OPTIONS (sizeof tool_options / sizeof *tool_options)

static void look_for_tool(struct secret_command *c, const char *word, size_t n)
{
	while (n && strchr("\"'(", *word)) {
		word++;
		n--;
	}
	for (size_t i = n; i > 0; i--)
		if (word[i - 1] == '/') {
			word += i;
			n -= i;
			break;
		}
	for (size_t i = 0; i < TOOL_OPTIONS; i++)
		if (strlen(tool_options[i].tool) == n &&
		    !strncmp(tool_options[i].tool, word, n))
			strcpy(c->tool, tool_options[i].tool);
	if (n && strchr(";|&", word[n - 1]))
		*c->tool = '\0';
}

/* Of "user:password" and "user%password" the password; a word without one is no
 * secret of curl and smbclient. */
static size_t value_of(const struct secret_command *c, const char *word,
		       size_t begin, size_t n)
{
	int samba = !strcmp(c->tool, "smbclient");
	const char *colon = memchr(word + begin, samba ? '%' : ':', n - begin);

	if (!samba && strcmp(c->tool, "curl"))
		return begin;
	return colon ? (size_t)(colon - word) + 1 : n;
}

size_t secret_command_word(struct secret_command *c, const char *word, size_t n)
{
	size_t k;

	if (c->value_comes) {
		c->value_comes = 0;
		return value_of(c, word, 0, n);
	}
	for (size_t i = 0; i < TOOL_OPTIONS; i++) {
		const char *option = tool_options[i].option;

		k = strlen(option);
		if (strcmp(c->tool, tool_options[i].tool) || n < k ||
		    strncmp(word, option, k))
			continue;
		/* "mysql -p" asks. */
		if (n == k && strncmp(c->tool, "mysql", 5))
			c->value_comes = 1;
		else if (n > k && (k == 2 || word[k] == '='))
			return value_of(c, word, k + (word[k] == '='), n);
	}
	look_for_tool(c, word, n);
	return n;
}

void secret_command_begin(struct secret_command *c, const char *tool)
{
	memset(c, 0, sizeof *c);
	if (tool)
		look_for_tool(c, tool, strlen(tool));
}
