<?php

/**
 * Tells Likeness that a resource changed: one signed, thin message at the end of the request.
 *
 * A hint only. Likeness asks the API itself, and finds out without this as well, a little later.
 * Nothing in here may keep an editor from anything: errors are logged, never shown or thrown.
 */

/** What weighs more is told where several things happened to one resource. */
const LIKENESS_EVENTS = ['edit' => 1, 'state' => 2, 'upload' => 3, 'replace' => 4, 'delete' => 5];

const LIKENESS_CONNECT_MS = 500;
const LIKENESS_TOTAL_MS = 1500;
/** Seconds without further tries after one that failed, so that no second editor waits for it. */
const LIKENESS_PAUSE_S = 60;

/** Keep in mind that something happened; it is told at the end of the request. */
function likeness_note($resources, string $event): void
{
    global $likeness_noted;

    if (!likeness_push_is_set() || likeness_by_service_user()) {
        return;
    }

    if (!is_array($likeness_noted ?? null)) {
        $likeness_noted = [];
        register_shutdown_function('likeness_push_noted');
    }

    foreach ((array) $resources as $resource) {
        $before = $likeness_noted[(int) $resource] ?? 'edit';
        $stronger = LIKENESS_EVENTS[$event] >= LIKENESS_EVENTS[$before];
        $likeness_noted[(int) $resource] = $stronger ? $event : $before;
    }
}

/** Tell what was noted, unless the last try failed a moment ago. */
function likeness_push_noted(): void
{
    global $likeness_noted;

    try {
        // A template has a negative number, a resource that was not made yet 0.
        $noted = array_filter($likeness_noted, fn ($ref) => $ref > 0, ARRAY_FILTER_USE_KEY);

        if ($noted === [] || (int) get_sysvar('likeness_push_pause', 0) > time()) {
            return;
        }

        $ref = count($noted) === 1 ? array_key_first($noted) : null;
        $problem = likeness_send($ref, $ref === null ? 'several' : $noted[$ref]);

        if ($problem !== '') {
            set_sysvar('likeness_push_pause', (string) (time() + LIKENESS_PAUSE_S));
            likeness_log($problem);
        }
    } catch (Throwable $error) {
        likeness_log(get_class($error));
    }
}

/** Send one message. Gives why it did not arrive; empty = it did. */
function likeness_send(?int $ref, string $event): string
{
    $id = 'msg_' . bin2hex(random_bytes(16));
    $timestamp = (string) time();
    $body = json_encode([
        'type' => 'resource.' . $event,
        'timestamp' => gmdate('Y-m-d\TH:i:s\Z', (int) $timestamp),
        'data' => ['ref' => $ref, 'event' => $event],
    ]);
    $curl = curl_init(likeness_address());
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => [
            'Content-Type: application/json',
            'Expect:',
            "webhook-id: {$id}",
            "webhook-timestamp: {$timestamp}",
            'webhook-signature: ' . likeness_signature($id, $timestamp, $body),
        ],
        CURLOPT_CONNECTTIMEOUT_MS => LIKENESS_CONNECT_MS,
        CURLOPT_TIMEOUT_MS => LIKENESS_TOTAL_MS,
        CURLOPT_NOSIGNAL => true,
        CURLOPT_FOLLOWLOCATION => false,
        CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_PROXY => '',
    ]);
    curl_exec($curl);
    $number = curl_errno($curl);
    $status = (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE);

    if ($number !== 0) {
        return 'curl ' . $number . ' (' . curl_strerror($number) . ')';
    }

    return $status >= 200 && $status < 300 ? '' : 'HTTP ' . $status;
}

/** Sign as Standard Webhooks says (https://www.standardwebhooks.com). */
function likeness_signature(string $id, string $timestamp, string $body): string
{
    $secret = trim((string) $GLOBALS['likeness_secret']);

    if (strpos($secret, 'whsec_') === 0) {
        $secret = (string) base64_decode(substr($secret, 6));
    }

    return 'v1,' . base64_encode(hash_hmac('sha256', "{$id}.{$timestamp}.{$body}", $secret, true));
}

/** Give the address that changes are told at. */
function likeness_address(): string
{
    return rtrim(trim((string) $GLOBALS['likeness_url']), '/') . '/hooks/'
        . rawurlencode(trim((string) $GLOBALS['likeness_host']));
}

/** Tell whether address, name and secret are set. */
function likeness_push_is_set(): bool
{
    foreach (['likeness_url', 'likeness_host', 'likeness_secret'] as $name) {
        if (trim((string) ($GLOBALS[$name] ?? '')) === '') {
            return false;
        }
    }

    return true;
}

/** Tell whether Likeness itself is at work: its own writes are no news to it. */
function likeness_by_service_user(): bool
{
    $service = trim((string) ($GLOBALS['likeness_service_user'] ?? ''));

    return $service !== '' && strcasecmp($service, (string) ($GLOBALS['username'] ?? '')) === 0;
}

/** Write a line into the log of the web server: no address, no secret, no name. */
function likeness_log(string $problem): void
{
    error_log('Likeness was not told of a change: ' . $problem);
}
