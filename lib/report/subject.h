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

struct subject {	  /* pointers may be NULL, except NAME and METHOD */
	const char *name; /* for people */
	/* on a page with several subjects, from 1; 0: the only subject */
	size_t number;
	const char *state; /* state of the training's run: "done" */
	/* operands of the training, and its settings that are not the
	 * defaults */
	const char *changed;
	const struct json *settings; /* all settings of the training */
	const struct tsv *metrics;   /* metrics of the training, by step */
	int other; /* 1: another program than xp-train made METRICS */
	const struct scores *scores;
	/* method that is judged: "model" */
	const char *method;
	const struct bootstrap *bootstrap;
	const struct manifest *data; /* manifest of the scored images */
	/* manifest of the training, if it is not DATA */
	const struct manifest *trained;
	/* scored split; NULL: all rows */
	const char *split;
	/* messages of the evaluation; only warnings are shown */
	const struct messages *messages;
	/* results of require_check; a WARNING: a requirement is not met */
	const struct messages *required;
	const struct panel *panel; /* images */
	/* of each channel of the targets; at least one */
	const struct joint *joint;
	size_t joints;
	const struct tsv *checks; /* findings about the pairs */
	/* a PNG with images, if there is no PANEL */
	const struct buf *picture;
	/* facts as "name\tvalue": digests and the like */
	const struct strs *facts;
	/* commands that make network and scores again */
	const struct strs *commands;
};

#endif
