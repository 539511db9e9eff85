<?php

include_once dirname(__DIR__) . '/include/status.php';

/** Show, above the picture, where it may be used, until when, and why. */
function HookLikenessViewRenderbeforeresourceview($resource = [])
{
    global $k, $lang;

    if (($k ?? '') != '' || !is_array($resource) || (int) ($resource['ref'] ?? 0) <= 0) {
        return;
    }

    $ref = (int) $resource['ref'];
    $values = likeness_values([$ref])[$ref] ?? [];
    $said = likeness_status($values, (int) ($resource['resource_type'] ?? 0));

    if ($said === null) {
        return;
    }

    $channels = likeness_channels($values, $said);
    $note = implode("\n", likeness_texts($values, likeness_field('note')));
    $link = likeness_link($values);
    ?>
    <section class="likeness-panel likeness-edge-<?php echo escape($said['status']); ?>"
        aria-label="<?php echo escape($lang['likeness_panel']); ?>">
        <p class="likeness-head">
            <?php
            echo likeness_marker($said);

            if ($said['until'] !== '') { ?>
                <span><?php echo escape(str_replace('%day', likeness_day($said['until']), $lang['likeness_until'])); ?></span>
            <?php } ?>
        </p>
        <?php if ($channels !== []) { ?>
            <ul class="likeness-channels">
                <?php foreach ($channels as [$name, $usable]) { ?>
                    <li class="<?php echo $usable ? 'likeness-yes' : 'likeness-no'; ?>">
                        <b aria-hidden="true"><?php echo escape(likeness_sign_of_use($said, $usable)); ?></b>
                        <span><?php echo escape($name); ?></span>
                        <em><?php echo escape($lang[$usable ? 'likeness_usable' : 'likeness_not_usable']); ?></em>
                    </li>
                <?php } ?>
            </ul>
        <?php }

        if ($note !== '') { ?>
            <p class="likeness-note"><?php echo nl2br(escape($note)); ?></p>
        <?php }

        if ($link !== '') { ?>
            <p>
                <a href="<?php echo escape($link); ?>" target="_blank" rel="noopener noreferrer">
                    <?php echo escape($lang['likeness_why']); ?>
                </a>
            </p>
        <?php } ?>
    </section>
    <?php
}
