/*
 * screen.c - see screen.h.
 */
#include "app/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int screen_is_there(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && term && *term && strcmp(term, "dumb");
}

void screen_size(size_t *columns, size_t *rows)
{
	struct winsize w = { 0 };

	*columns = 80;
	*rows = 24;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col && w.ws_row) {
		*columns = w.ws_col;
		*rows = w.ws_row;
	}
}

void screen_draw(struct screen *s, const char *text)
{
	size_t columns, rows, lines = 0;

	screen_size(&columns, &rows);
	if (s->lines)
		printf("\033[%zuA\r\033[J", s->lines);
	while (*text && lines + 1 < rows) {
		size_t n = strcspn(text, "\n");

		printf("%.*s\n", (int)(n < columns ? n : columns - 1), text);
		text += n + (text[n] == '\n');
		lines++;
	}
	fflush(stdout);
	s->lines = lines;
}
