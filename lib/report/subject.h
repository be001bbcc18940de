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
	const char *name; /* name for people; never NULL */
	/* number of the subject on a page with several, from 1; 0: the only
	 * subject */
	size_t number;
	const char *state; /* state of the training's run: "done" */
	/* operands of the training and settings that differ from their
	 * defaults */
	const char *changed;
	const struct json *settings; /* all settings of the training */
	const struct tsv *metrics;   /* metrics of the training, by step */
	const struct scores *scores;
	/* name of the judged method: "model"; never NULL */
	const char *method;
	const struct bootstrap *bootstrap;
	const struct manifest *data; /* manifest of the scored images */
	/* manifest of the training, if it is not DATA */
	const struct manifest *trained;
	/* name of the scored split; NULL: all rows */
	const char *split;
	/* messages of the evaluation; only its warnings are shown */
	const struct messages *messages;
	/* What was required of the scores.  A message of level WARNING is a
	 * requirement that is not met. */
	const struct messages *required;
	const struct panel *panel; /* pictures of some images */
	const struct joint *joint;
	const struct tsv *checks; /* findings about the pairs */
	/* a PNG with the images, used if PANEL has none */
	const struct buf *picture;
	/* facts as "name\tvalue": digests and the like */
	const struct strs *facts;
	/* command lines that make the network and its scores again */
	const struct strs *commands;
};

#endif
