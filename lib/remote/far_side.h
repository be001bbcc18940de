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
	char *host; /* where ssh connects to: "[USER@]HOST" */
	char *port; /* NULL: the port that ssh chooses */
	/* of the store; relative to the home directory there unless it begins
	 * with '/' */
	char *path;
	pid_t pid; /* process id of ssh */
	int fd;	   /* socket that is stdin and stdout of ssh */
};

/* Parses PLACE, "ssh://[USER@]HOST[:PORT]/PATH".  "/~/PATH" is a path relative
 * to the home directory on HOST.  Fails with err_usage if PLACE has another
 * form, or has a part that ssh could take for an option. */
int far_side_parse(struct far_side *f, const char *place, struct err *err);

/* Starts ssh, or the shell command in the environment variable XP_SSH, if it is
 * set.  COMMAND is the shell command that starts xp-log on the other machine;
 * NULL: "xp-log".  What ssh writes to stderr goes to our stderr. */
int far_side_start(struct far_side *f, const char *command, struct err *err);

/* Closes the socket and waits until ssh ends.  If FAILED is 1, ERR gets the
 * reason that the exit status of ssh tells: no connection, or no such
 * command. */
void far_side_end(struct far_side *f, int failed, struct err *err);
void far_side_release(struct far_side *f);

#endif
