<?php

/**
 * What the fields of Likeness say about resources. Reads only; knows no names and no similarity.
 */

/** The sign of each status. The colours are in css/style.css. */
const LIKENESS_SIGNS = [
    'cleared' => '✓',
    'partly' => '◐',
    'review' => '?',
    'blocked' => '✗',
    'no-people' => '–',
    'not-assessed' => '…',
    'ended' => '!',
    'other' => '•',
];

/** The statuses that an option of the status field can stand for. */
const LIKENESS_STATUSES = ['cleared', 'partly', 'review', 'blocked', 'no-people', 'not-assessed'];

/** Give the number of a field that this user may see; 0 = none. $what: status, channels, until, note or link. */
function likeness_field(string $what): int
{
    $field = (int) ($GLOBALS["likeness_{$what}_field"] ?? 0);

    return $field > 0 && metadata_field_view_access($field) ? $field : 0;
}

/**
 * Give the values of many resources in one query: resource => field => list of nodes (ref, name).
 */
function likeness_values(array $resources): array
{
    $fields = [];

    foreach (['status', 'channels', 'until', 'note', 'link'] as $what) {
        $fields[] = likeness_field($what);
    }

    $fields = array_values(array_filter($fields));

    return $fields === [] ? [] : get_resource_nodes_batch($resources, $fields, true);
}

/** Give the texts of one field of one resource, in the reader's language. */
function likeness_texts(array $values, int $field): array
{
    $texts = [];

    foreach ($values[$field] ?? [] as $node) {
        $texts[] = trim(i18n_get_translated((string) $node['name']));
    }

    return $texts;
}

/** Tell which status an option stands for: as set up, else by its sign, else `other`. */
function likeness_status_of(int $node, string $word): string
{
    foreach (LIKENESS_STATUSES as $status) {
        if ((int) ($GLOBALS['likeness_option_' . str_replace('-', '_', $status)] ?? 0) === $node) {
            return $status;
        }
    }

    foreach (LIKENESS_STATUSES as $status) {
        if (mb_substr($word, 0, 1) === LIKENESS_SIGNS[$status]) {
            return $status;
        }
    }

    return 'other';
}

/** Give the last good day as YYYY-MM-DD; empty where none is set or it is no day. */
function likeness_until(array $values): string
{
    $found = likeness_texts($values, likeness_field('until'));
    $days = array_map(fn ($text) => mb_substr($text, 0, 10), $found);
    $days = array_filter($days, fn ($day) => preg_match('/^\d{4}-\d{2}-\d{2}$/', $day) === 1);

    return $days === [] ? '' : min($days);
}

/** Write a day as ResourceSpace does, but with the whole year: "31 December 31" could be any. */
function likeness_day(string $day): string
{
    $whole = $GLOBALS['date_yyyy'] ?? false;
    $GLOBALS['date_yyyy'] = true;
    $written = nicedate($day);
    $GLOBALS['date_yyyy'] = $whole;

    return $written;
}

/**
 * Give status, word and last good day of one resource; null where nothing is to be shown.
 *
 * Fails closed: a day in the past, or two statuses at once, never looks cleared.
 */
function likeness_status(array $values, int $resource_type): ?array
{
    $field = likeness_field('status');

    if ($field === 0) {
        return null;
    }

    $nodes = $values[$field] ?? [];
    $until = likeness_until($values);

    if ($nodes === []) {
        $types = array_map('intval', (array) $GLOBALS['likeness_resource_types']);
        $shown = (bool) $GLOBALS['likeness_mark_unknown'] && in_array($resource_type, $types, true);

        return $shown ? likeness_said('not-assessed', $GLOBALS['lang']['likeness_not_checked'], '') : null;
    }

    if (count($nodes) > 1) {
        return likeness_said('ended', $GLOBALS['lang']['likeness_two_statuses'], '');
    }

    $word = likeness_texts($values, $field)[0];
    $status = likeness_status_of((int) $nodes[0]['ref'], $word);

    if ($until !== '' && $until < date('Y-m-d') && in_array($status, ['cleared', 'partly', 'no-people'], true)) {
        return likeness_said('ended', $GLOBALS['lang']['likeness_ended'], $until);
    }

    return likeness_said($status, $word, $until);
}

/** Put a status together; the sign that stands at the beginning of the word is taken off. */
function likeness_said(string $status, string $word, string $until): array
{
    if (in_array(mb_substr($word, 0, 1), LIKENESS_SIGNS, true) && mb_strlen($word) > 1) {
        $word = trim(mb_substr($word, 1));
    }

    return ['status' => $status, 'word' => $word, 'until' => $until];
}

/** Give the marker: sign and word on a colour, as HTML. */
function likeness_marker(array $said, string $class = ''): string
{
    return '<span class="likeness-marker likeness-' . escape($said['status']) . ' ' . escape($class) . '" title="'
        . escape($said['word']) . '"><b aria-hidden="true">' . escape(LIKENESS_SIGNS[$said['status']]) . '</b> '
        . escape($said['word']) . '</span>';
}

/** Give the channels with whether each may be used: list of [name, bool]. */
function likeness_channels(array $values, array $said): array
{
    $field = likeness_field('channels');

    if ($field === 0) {
        return [];
    }

    $ticked = array_map('intval', array_column($values[$field] ?? [], 'ref'));
    $usable = in_array($said['status'], ['cleared', 'partly', 'no-people'], true);
    $channels = [];

    foreach (get_nodes($field) as $node) {
        $counts = in_array((int) $node['ref'], $ticked, true);

        if ($counts || (int) $node['active'] === 1) {
            $channels[] = [i18n_get_translated((string) $node['name']), $usable && $counts];
        }
    }

    return $channels;
}

/**
 * Give the sign of one use. A use that is not ticked may be known not to be allowed, or not decided:
 * only where the whole photo is blocked we know which.
 */
function likeness_sign_of_use(array $said, bool $usable): string
{
    if ($usable) {
        return LIKENESS_SIGNS['cleared'];
    }

    return $said['status'] === 'blocked' ? LIKENESS_SIGNS['blocked'] : '○';
}

/** Give the address of the explanation; empty where there is none, or it is no web address. */
function likeness_link(array $values): string
{
    $links = likeness_texts($values, likeness_field('link'));
    $link = $links[0] ?? '';
    $scheme = strtolower((string) parse_url($link, PHP_URL_SCHEME));

    return in_array($scheme, ['http', 'https'], true) && filter_var($link, FILTER_VALIDATE_URL) ? $link : '';
}
