<?php

// Likeness plugin: English

$lang['likeness_panel'] = 'Where this photo may be used';
$lang['likeness_until'] = 'until %day, that day included';
$lang['likeness_usable'] = 'may be used';
$lang['likeness_not_usable'] = 'not cleared';
$lang['likeness_why'] = 'Why? Open the explanation';
$lang['likeness_not_checked'] = 'Not checked';
$lang['likeness_ended'] = 'Day has passed: ask first';
$lang['likeness_two_statuses'] = 'Two statuses: ask first';

$lang['likeness_setup'] = 'Likeness';
$lang['likeness_fields'] = 'Fields';
$lang['likeness_fields_help'] = 'The metadata fields that Likeness writes. A field that a user may not see is not shown to that user here either.';
$lang['likeness_status_field'] = 'Status (dropdown)';
$lang['likeness_channels_field'] = 'Channels (check boxes)';
$lang['likeness_until_field'] = 'Last good day (date)';
$lang['likeness_note_field'] = 'Reason (text)';
$lang['likeness_link_field'] = 'Explanation (text with an address)';
$lang['likeness_resource_types'] = 'Types with photos';
$lang['likeness_mark_unknown'] = 'Say "Not checked" where there is no status yet';
$lang['likeness_options'] = 'Options of the status field';
$lang['likeness_options_help'] = 'Only needed where options do not begin with their sign: ✓ ◐ ? ✗ – …';
$lang['likeness_by_sign'] = 'Tell by the sign';
$lang['likeness_status_cleared'] = '✓ Cleared';
$lang['likeness_status_partly'] = '◐ Cleared for some uses';
$lang['likeness_status_review'] = '? Not decided yet';
$lang['likeness_status_blocked'] = '✗ Not cleared';
$lang['likeness_status_no_people'] = '– No people';
$lang['likeness_status_not_assessed'] = '… Not checked';
$lang['likeness_push'] = 'Tell changes at once';
$lang['likeness_push_help'] = 'Optional: without it Likeness asks every few seconds. What is sent is the number of the resource and what happened to it, signed, and nothing else.';
$lang['likeness_url'] = 'Public address of Likeness';
$lang['likeness_host'] = 'Name of this ResourceSpace in Likeness';
$lang['likeness_secret'] = 'Secret (whsec_...)';
$lang['likeness_service_user'] = 'User that Likeness works as';
$lang['likeness_try'] = 'Send a test message';
$lang['likeness_try_arrived'] = 'The message arrived. Whether its signature was right, the log of Likeness says.';
$lang['likeness_try_failed'] = 'The message did not arrive:';
$lang['likeness_try_unset'] = 'save address, name and secret first.';
