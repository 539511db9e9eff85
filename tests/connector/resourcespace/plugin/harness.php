<?php

/**
 * Runs our plugin without a ResourceSpace: the functions of ResourceSpace that it calls are in here.
 *
 * Takes a scenario as JSON on stdin: folder, settings, values, options, row or resource, calls.
 * Prints what the plugin prints. What it asks the database to remember is in $sysvars.
 */

define('FIELD_TYPE_DATE', 10);

function escape(string $unsafe): string
{
    return htmlspecialchars($unsafe, ENT_QUOTES | ENT_SUBSTITUTE);
}

function metadata_field_view_access($field): bool
{
    return !in_array((int) $field, $GLOBALS['scenario']['hidden'] ?? [], true);
}

function get_resource_nodes_batch(array $resources, array $fields = [], bool $detailed = false): array
{
    $found = [];
    $GLOBALS['queries'] = ($GLOBALS['queries'] ?? 0) + 1;

    foreach ($resources as $ref) {
        foreach ($GLOBALS['scenario']['values'][(string) $ref] ?? [] as $field => $nodes) {
            if (in_array((int) $field, $fields, true)) {
                $found[$ref][$field] = $nodes;
            }
        }
    }

    return $found;
}

function get_nodes($field): array
{
    return $GLOBALS['scenario']['options'][(string) $field] ?? [];
}

function i18n_get_translated($text): string
{
    return preg_match('/~en:([^~]*)/', (string) $text, $match) ? $match[1] : (string) $text;
}

/** Two digits of the year, as ResourceSpace has it by default: 2031 reads like a day of the month. */
function nicedate($date): string
{
    return empty($GLOBALS['date_yyyy']) ? substr($date, 2) : $date;
}

function get_sysvar($name, $default = false)
{
    return $GLOBALS['sysvars'][$name] ?? $default;
}

function set_sysvar($name, $value): bool
{
    $GLOBALS['sysvars'][$name] = $value;
    return true;
}

function checkperm($permission): bool
{
    return in_array($permission, $GLOBALS['scenario']['permissions'] ?? [], true);
}

/** Collections are rows of the scenario: collection, username, resource. */
function ps_query(string $sql, array $parameters = []): array
{
    [$type, $resource] = $parameters;
    $found = [];

    foreach ($GLOBALS['scenario']['collected'] ?? [] as $row) {
        if ($type === 'i' && $row['resource'] === $resource) {
            $found[] = ['collection' => $row['collection'], 'username' => $row['username']];
        }
    }

    return $found;
}

$scenario = json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR);
$folder = $scenario['folder'];
$lang = [];
$sysvars = $scenario['sysvars'] ?? [];
$resource_deletion_state = 3;
include $folder . '/config/config.default.php';
include $folder . '/languages/' . ($scenario['language'] ?? 'en') . '.php';
include $folder . '/hooks/all.php';
include $folder . '/hooks/view.php';
include $folder . '/api/api_bindings.php';

foreach ($scenario['settings'] ?? [] as $name => $value) {
    $$name = $value;
}

$username = $scenario['user'] ?? 'editor';
$k = $scenario['share'] ?? '';
$result = $scenario['rows'] ?? [];

foreach ($scenario['calls'] as [$function, $arguments]) {
    $given = call_user_func_array($function, $arguments);

    if (is_string($given)) {
        echo $given;
    } elseif (str_starts_with($function, 'api_')) {
        echo json_encode($given);
    }
}

if (!empty($scenario['tell'])) {
    register_shutdown_function(function () {
        echo json_encode(['sysvars' => $GLOBALS['sysvars'], 'queries' => $GLOBALS['queries'] ?? 0]);
    });
}
