/*
 * subject.h - what a page is about: a network, its training and its scores.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_SUBJECT_H
#define REPORT_SUBJECT_H

#include "base/messages.h"
#include "base/strs.h"
#include "eval/bootstrap.h"
#include "eval/joint.h"
#include "eval/scores.h"
#include "file/json.h"
#include "file/tsv.h"
#include "manifest/manifest.h"
#include "picture/panel.h"

struct subject {	  /* all-zero is empty; all pointers may be NULL */
	const char *name; /* for people: never NULL */
	size_t number;	  /* among several on a page, from 1; 0: the only one */
	const char *state;   /* of the training: "done" */
	const char *changed; /* settings of the training that are not the
				defaults, and operands */
	const struct json *settings; /* all of them */
	const struct tsv *metrics;   /* of the training, by step */
	const struct scores *scores;
	const char *method; /* that is judged: "model", never NULL */
	const struct bootstrap *bootstrap;
	const struct manifest *data;	 /* what was scored */
	const struct manifest *trained;	 /* what it was trained on, if that is
					   another one */
	const char *split;		 /* scored; NULL: all rows */
	const struct messages *messages; /* of which warnings are shown */
	/* What was required and whether it is met: those of level WARNING are
	 * not. */
	const struct messages *required;
	const struct panel *panel; /* pictures of some images */
	const struct joint *joint;
	const struct tsv *checks;    /* of the pairs */
	const struct buf *picture;   /* a PNG, in place of PANEL */
	const struct strs *facts;    /* "name\tvalue": digests and the like */
	const struct strs *commands; /* command lines that make it again */
};

#endif
