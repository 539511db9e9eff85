<?php

include '../../../include/boot.php';
include '../../../include/authenticate.php';

if (!checkperm('a')) {
    exit(escape($lang['error-permissiondenied']));
}

$plugin_name = 'likeness';

if (!in_array($plugin_name, $plugins)) {
    plugin_activate_for_setup($plugin_name);
}

// The functions lie beside the hooks, which are there once the plugin is on.
include_once dirname(__DIR__) . '/include/status.php';
include_once dirname(__DIR__) . '/include/push.php';

$texts = [
    FIELD_TYPE_TEXT_BOX_SINGLE_LINE,
    FIELD_TYPE_TEXT_BOX_MULTI_LINE,
    FIELD_TYPE_TEXT_BOX_LARGE_MULTI_LINE,
];
$page_def[] = config_add_section_header($lang['likeness_fields'], $lang['likeness_fields_help']);
$page_def[] = config_add_single_ftype_select(
    'likeness_status_field',
    $lang['likeness_status_field'],
    420,
    false,
    [FIELD_TYPE_DROP_DOWN_LIST, FIELD_TYPE_RADIO_BUTTONS]
);
$page_def[] = config_add_single_ftype_select(
    'likeness_channels_field',
    $lang['likeness_channels_field'],
    420,
    false,
    [FIELD_TYPE_CHECK_BOX_LIST]
);
$page_def[] = config_add_single_ftype_select(
    'likeness_until_field',
    $lang['likeness_until_field'],
    420,
    false,
    [FIELD_TYPE_DATE, FIELD_TYPE_EXPIRY_DATE, FIELD_TYPE_DATE_AND_OPTIONAL_TIME]
);
$page_def[] = config_add_single_ftype_select('likeness_note_field', $lang['likeness_note_field'], 420, false, $texts);
$page_def[] = config_add_single_ftype_select('likeness_link_field', $lang['likeness_link_field'], 420, false, $texts);
$page_def[] = config_add_multi_rtype_select('likeness_resource_types', $lang['likeness_resource_types'], 420);
$page_def[] = config_add_boolean_select('likeness_mark_unknown', $lang['likeness_mark_unknown']);

if ((int) $likeness_status_field > 0) {
    $options = ['' => $lang['likeness_by_sign']];

    foreach (get_nodes((int) $likeness_status_field) ?: [] as $node) {
        $options[$node['ref']] = i18n_get_translated($node['name']);
    }

    $page_def[] = config_add_section_header($lang['likeness_options'], $lang['likeness_options_help']);

    foreach (LIKENESS_STATUSES as $status) {
        $name = str_replace('-', '_', $status);
        $page_def[] = config_add_single_select("likeness_option_{$name}", $lang["likeness_status_{$name}"], $options);
    }
}

$page_def[] = config_add_section_header($lang['likeness_push'], $lang['likeness_push_help']);
$page_def[] = config_add_text_input('likeness_url', $lang['likeness_url']);
$page_def[] = config_add_text_input('likeness_host', $lang['likeness_host']);
$page_def[] = config_add_text_input('likeness_secret', $lang['likeness_secret'], true);
$page_def[] = config_add_text_input('likeness_service_user', $lang['likeness_service_user']);

$tried = '';

if (getval('likeness_try', '') !== '' && enforcePostRequest(false)) {
    $problem = likeness_push_is_set() ? likeness_send(null, 'test') : $lang['likeness_try_unset'];
    $tried = $problem === '' ? $lang['likeness_try_arrived'] : $lang['likeness_try_failed'] . ' ' . $problem;
} else {
    config_gen_setup_post($page_def, $plugin_name);
}

include '../../../include/header.php';
config_gen_setup_html($page_def, $plugin_name, null, $lang['likeness_setup'], '');
?>
<div class="BasicsBox">
    <form method="post" action="<?php echo escape($baseurl_short); ?>plugins/likeness/pages/setup.php">
        <?php generateFormToken('likeness_try'); ?>
        <div class="Question">
            <input type="submit" name="likeness_try" value="<?php echo escape($lang['likeness_try']); ?>">
            <?php if ($tried !== '') { ?>
                <p role="status"><?php echo escape($tried); ?></p>
            <?php } ?>
            <div class="clearerleft"></div>
        </div>
    </form>
</div>
<?php
include '../../../include/footer.php';
