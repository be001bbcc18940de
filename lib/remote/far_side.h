/*
 * far_side.h - starts `xp-log serve` on another machine through ssh.
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_FAR_SIDE_H
#define REMOTE_FAR_SIDE_H

#include <sys/types.h>

#include "base/err.h"

#define FAR_SIDE "ssh://"

struct far_side {
	char *host; /* "[USER@]HOST" */
	char *port; /* NULL: ssh's default */
	/* path of the store; relative to the home directory there unless it
	 * begins with '/' */
	char *path;
	pid_t pid; /* process id of ssh */
	int fd;	   /* socket that is stdin and stdout of ssh */
};

/* Parses PLACE, "ssh://[USER@]HOST[:PORT]/PATH".  "/~/PATH" is relative to the
 * home directory on HOST.  Fails with err_usage if PLACE has another form, or a
 * part that ssh could take for an option. */
int far_side_parse(struct far_side *f, const char *place, struct err *err);

/* Starts ssh or, if the environment variable XP_SSH is set, that shell command.
 * COMMAND is the shell command that starts xp-log on the other machine; NULL:
 * "xp-log".  ssh writes to our stderr. */
int far_side_start(struct far_side *f, const char *command, struct err *err);

/* Closes the socket and waits until ssh ends.  If FAILED is 1 and ssh could not
 * connect or found no xp-log (exit status 255 or 127), ERR becomes that
 * reason. */
void far_side_end(struct far_side *f, int failed, struct err *err);
void far_side_release(struct far_side *f);

#endif
