<?php

// Settings of the plugin; the setup page keeps its own values in the database.

// The metadata fields that Likeness writes, by their numbers. Empty = not shown.
$likeness_status_field = '';
$likeness_channels_field = '';
$likeness_until_field = '';
$likeness_note_field = '';
$likeness_link_field = '';

// Which option of the status field says what. Empty = told by its sign.
$likeness_option_cleared = '';
$likeness_option_partly = '';
$likeness_option_review = '';
$likeness_option_blocked = '';
$likeness_option_no_people = '';
$likeness_option_not_assessed = '';

// Say "Not checked" on resources of these types that have no status yet.
$likeness_resource_types = [1];
$likeness_mark_unknown = true;

// Where changes are told: the public address of Likeness, the name of this host there, the secret.
$likeness_url = '';
$likeness_host = '';
$likeness_secret = '';

// The user Likeness works as here. What this user does is not told back.
$likeness_service_user = '';
