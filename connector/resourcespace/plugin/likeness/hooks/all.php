<?php

include_once dirname(__DIR__) . '/include/status.php';
include_once dirname(__DIR__) . '/include/push.php';

/**
 * Put the marker on a thumbnail, in search results and in the collection bar.
 *
 * The view page passes a number instead of a row: it has the panel.
 */
function HookLikenessAllAftersearchimg($row = null, $thumbnail = '', $display = '')
{
    global $result, $k;
    static $values = null;

    if (!is_array($row) || !isset($row['ref']) || ($k ?? '') != '') {
        return;
    }

    $ref = (int) $row['ref'];

    if ($values === null || !array_key_exists($ref, $values)) {
        $rows = array_filter(is_array($result ?? null) ? $result : [], 'is_array');
        $refs = array_unique(array_merge(array_map('intval', array_column($rows, 'ref')), [$ref]));
        $values = likeness_values($refs) + array_fill_keys($refs, []);
    }

    $said = likeness_status($values[$ref], (int) ($row['resource_type'] ?? 0));

    if ($said !== null) {
        echo likeness_marker($said, 'likeness-on-image');
    }
}

/** A file came in, new or again. The name of the argument is the caller's. */
function HookLikenessAllUploadfilesuccess($resource_ref = 0)
{
    likeness_note($resource_ref, 'upload');
}

/** Previews are there: only now is there something to look at, where they are made later. */
function HookLikenessAllAfterpreviewcreation($resource = 0, $alternative = -1, $generateall = false)
{
    if ((int) $alternative <= 0) {
        likeness_note($resource, 'upload');
    }
}

function HookLikenessAllReplace_resource_file_extra($resource = [])
{
    likeness_note(is_array($resource) ? (int) ($resource['ref'] ?? 0) : $resource, 'replace');
}

function HookLikenessAllUpdate_field($resource = 0)
{
    likeness_note($resource, 'edit');
}

/** The edit form was saved, for one resource or for a list. What this returns would be an error. */
function HookLikenessAllAftersaveresourcedata($resources = [])
{
    likeness_note($resources, 'edit');
}

/** Moved to another state; the state of deletion is the first half of a deletion. */
function HookLikenessAllAfter_update_archive_status($resources = [], $archive = 0)
{
    $deleted = isset($GLOBALS['resource_deletion_state'])
        && (int) $archive === (int) $GLOBALS['resource_deletion_state'];
    likeness_note($resources, $deleted ? 'delete' : 'state');
}

function HookLikenessAllBeforedeleteresourcefromdb($resource = 0)
{
    likeness_note($resource, 'delete');
}
