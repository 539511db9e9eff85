<?php

/**
 * What Likeness asks ResourceSpace beyond its own API. ResourceSpace includes this file by its name.
 */

/**
 * Say whose collections a resource is in: the number of each and the name of the user who owns it.
 *
 * Likeness tells them when the photo may not be used any more. Only for who may read logs, as for downloads.
 */
function api_likeness_collectors($resource)
{
    if (!is_numeric($resource) || !checkperm('v')) {
        return false;
    }

    return ps_query(
        'SELECT DISTINCT c.ref AS collection, u.username FROM collection_resource cr'
            . ' JOIN collection c ON c.ref = cr.collection JOIN user u ON u.ref = c.user'
            . ' WHERE cr.resource = ? ORDER BY c.ref',
        ['i', (int) $resource]
    );
}
