<?php

// Likeness-plugin: Nederlands

$lang['likeness_panel'] = 'Waar deze foto gebruikt mag worden';
$lang['likeness_until'] = 'tot en met %day';
$lang['likeness_usable'] = 'mag gebruikt worden';
$lang['likeness_not_usable'] = 'niet vrijgegeven';
$lang['likeness_why'] = 'Waarom? Open de uitleg';
$lang['likeness_not_checked'] = 'Niet gecontroleerd';
$lang['likeness_ended'] = 'Datum voorbij: vraag eerst na';
$lang['likeness_two_statuses'] = 'Twee statussen: vraag eerst na';

$lang['likeness_setup'] = 'Likeness';
$lang['likeness_fields'] = 'Velden';
$lang['likeness_fields_help'] = 'De metadatavelden die Likeness schrijft. Een veld dat een gebruiker niet mag zien, wordt die gebruiker ook hier niet getoond.';
$lang['likeness_status_field'] = 'Status (keuzelijst)';
$lang['likeness_channels_field'] = 'Kanalen (selectievakjes)';
$lang['likeness_until_field'] = 'Laatste goede dag (datum)';
$lang['likeness_note_field'] = 'Reden (tekst)';
$lang['likeness_link_field'] = 'Uitleg (tekst met een adres)';
$lang['likeness_resource_types'] = 'Typen met foto\'s';
$lang['likeness_mark_unknown'] = 'Toon "Niet gecontroleerd" waar nog geen status is';
$lang['likeness_options'] = 'Opties van het statusveld';
$lang['likeness_options_help'] = 'Alleen nodig waar opties niet met hun teken beginnen: ✓ ◐ ? ✗ – …';
$lang['likeness_by_sign'] = 'Herken aan het teken';
$lang['likeness_status_cleared'] = '✓ Vrijgegeven';
$lang['likeness_status_partly'] = '◐ Deels vrijgegeven';
$lang['likeness_status_review'] = '? Nog niet beoordeeld';
$lang['likeness_status_blocked'] = '✗ Niet vrijgegeven';
$lang['likeness_status_no_people'] = '– Geen personen';
$lang['likeness_status_not_assessed'] = '… Niet gecontroleerd';
$lang['likeness_push'] = 'Wijzigingen meteen melden';
$lang['likeness_push_help'] = 'Niet verplicht: zonder deze melding vraagt Likeness het zelf om de paar seconden. Verstuurd worden het nummer van de resource en wat ermee gebeurde, ondertekend, en verder niets.';
$lang['likeness_url'] = 'Openbaar adres van Likeness';
$lang['likeness_host'] = 'Naam van deze ResourceSpace in Likeness';
$lang['likeness_secret'] = 'Geheim (whsec_...)';
$lang['likeness_service_user'] = 'Gebruiker waarmee Likeness werkt';
$lang['likeness_try'] = 'Testbericht sturen';
$lang['likeness_try_arrived'] = 'Het bericht is aangekomen. Of de handtekening klopte, staat in het log van Likeness.';
$lang['likeness_try_failed'] = 'Het bericht is niet aangekomen:';
$lang['likeness_try_unset'] = 'bewaar eerst adres, naam en geheim.';
