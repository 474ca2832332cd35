// Made by `npm run client` from the API's own description.
export interface paths {
    "/v1/usage-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report usage
         * @description From 1 to 1,000 CloudEvents 1.0, all or none: an array, one event as `application/cloudevents+json`, or one in binary mode (attributes in `ce-*` headers, `{"amount": …}` as the body). Other media types are refused with 415.
         *
         *     Source and id identify an event within its account and meter. Identical re-sends count once for 35 days, however many there are and in whatever order. A re-send whose `time` has changed counts once only while the event is among the account’s most recent ones of that month, or if both times are of one day on which the account reported no more than some eighty events of the meter. **So keep the event’s `time` when you send it again.** If amounts differ, the first counts. Two events of one call with the same source and id but different content are refused.
         *
         *     For: usage.write, admin.
         */
        post: operations["postUsageEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage-corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct a counted event
         * @description Sets what one counted event counts for, up or down. In a period that is open its use moves by the difference; of one that has closed, only what was beyond the limit and had been confirmed, as a line on the next overage charge. Credits, refunds and waivers of a charge never exceed it.
         *
         *     For: usage.write, admin.
         */
        post: operations["postUsageCorrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All quotas of an account
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/quota-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Would this much fit?
         * @description Takes nothing: it is advice. To be sure, reserve.
         *
         *     For: owner, read.all, admin.
         */
        post: operations["postAccountsAccountQuotaChecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quota-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Would these fit?
         * @description From 1 to 100 checks, of accounts that the caller may read; answers in order.
         *
         *     For: caller, read.all, admin.
         */
        post: operations["postQuotaChecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A usage series
         * @description By when it happened, as corrected. Gaps are 0; oldest first; at most 1,000 points. Bandwidth that comes from CloudFront (source `urn:real-deal:cloudfront`) is counted from its standard logs, which CloudFront delivers on a best-effort basis: an entry may come long after its request or, rarely, not at all. `POST /v1/usage-corrections` amends what was counted wrongly.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What had been used when
         * @description One snapshot a day and one at the close of each period, of moments from `from` up to `to`.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountSnapshots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/usage-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look up an event
         * @description For: owner, read.all, usage.write, admin.
         */
        get: operations["getAccountsAccountUsageEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/usage-events/{source}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look up an event by its path
         * @description For sources and ids without a slash. Others cannot be in a path: use the query form.
         *
         *     For: owner, read.all, usage.write, admin.
         */
        get: operations["getAccountsAccountUsageEventsSourceId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reserve before use
         * @description For use whose amount is known only afterwards, such as a transcoding job.
         *
         *     For: owner, usage.write, admin.
         */
        post: operations["postAccountsAccountReservations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/reservations/{id}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle a reservation
         * @description Counts what was really used, be it less or more. The same amount again changes nothing. A user settles or releases only their own reservations; a service with `usage.write` and administrators any.
         *
         *     For: owner, usage.write, admin.
         */
        post: operations["postAccountsAccountReservationsIdSettlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Give a reservation back
         * @description For: owner, usage.write, admin.
         */
        delete: operations["deleteAccountsAccountReservationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List uploads
         * @description For: owner, uploads.write, read.all, admin.
         */
        get: operations["getAccountsAccountUploads"];
        put?: never;
        /**
         * Reserve and get an upload form
         * @description The bytes are reserved. Send the file as a multipart form to `url`, with `fields` first and the file last. The form is for one file: once it is stored, the rest of the reservation is released. A second file under the same form replaces the first, and its bytes count without a reservation. A reservation that is not used by `expiresAt` is released.
         *
         *     For: owner, uploads.write, admin.
         */
        post: operations["postAccountsAccountUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/uploads/{uploadId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of an upload
         * @description For: owner, uploads.write, read.all, admin.
         */
        get: operations["getAccountsAccountUploadsUploadId"];
        put?: never;
        post?: never;
        /**
         * Cancel an upload or delete its file
         * @description Releases the reservation, and deletes the file if one was stored. May be repeated. The state and the quota follow the deletion event of the storage, usually within seconds. A form that is used after its cancellation still stores a file, which counts.
         *
         *     For: owner, uploads.write, admin.
         */
        delete: operations["deleteAccountsAccountUploadsUploadId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/job-slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The slots that are held
         * @description For: owner, slots.write, read.all, admin.
         */
        get: operations["getAccountsAccountJobSlots"];
        put?: never;
        /**
         * Take a slot for a job
         * @description The same job again finds its slot. With a lease, the slot is free again when that ends.
         *
         *     For: owner, slots.write, admin.
         */
        post: operations["postAccountsAccountJobSlots"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/job-slots/{jobId}/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Extend the lease
         * @description For: owner, slots.write, admin.
         */
        put: operations["putAccountsAccountJobSlotsJobIdLease"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/job-slots/{jobId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Release a slot
         * @description For: owner, slots.write, admin.
         */
        delete: operations["deleteAccountsAccountJobSlotsJobId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description For: owner, webhooks.write, read.all, admin.
         */
        get: operations["getAccountsAccountWebhookEndpoints"];
        put?: never;
        /**
         * Add a webhook endpoint
         * @description At most 10 an account. Deliveries are signed after Standard Webhooks with the secret that is answered here, and never again. `quota.warning` is sent when use reaches the meter’s warning percentage, `quota.exceeded` when it reaches the limit; `overage.confirmation-required` comes with the latter. Each is sent again only after use was 5 percentage points below its threshold, or in a new period.
         *
         *     For: owner, webhooks.write, admin.
         */
        post: operations["postAccountsAccountWebhookEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook endpoint
         * @description For: owner, webhooks.write, read.all, admin.
         */
        get: operations["getAccountsAccountWebhookEndpointsEndpointId"];
        put?: never;
        post?: never;
        /**
         * Remove a webhook endpoint
         * @description For: owner, webhooks.write, admin.
         */
        delete: operations["deleteAccountsAccountWebhookEndpointsEndpointId"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a webhook endpoint
         * @description To set the state forgets earlier failures: so one that was disabled is resumed. While an endpoint is paused, its events are kept for 7 days and can be replayed.
         *
         *     For: owner, webhooks.write, admin.
         */
        patch: operations["patchAccountsAccountWebhookEndpointsEndpointId"];
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing secret
         * @description Makes a new secret. For 24 hours deliveries bear two signatures, of the new and of the old secret, separated by a space (Standard Webhooks). At most 5 secrets sign at a time.
         *
         *     For: owner, webhooks.write, admin.
         */
        post: operations["postAccountsAccountWebhookEndpointsEndpointIdSecretRotations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Sends an event of the type at once, whatever the state: example data in the shape of a real event, marked by the extension attribute `test: true`. Without a type it is the first that the endpoint subscribes to. The answer comes within 3 seconds. One test or replay a second and endpoint; more answer 429.
         *
         *     For: owner, webhooks.write, admin.
         */
        post: operations["postAccountsAccountWebhookEndpointsEndpointIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries to an endpoint
         * @description Kept for 30 days after the last attempt; for 7 days while paused. An endpoint has 3 seconds for the first attempt, 10 for later ones. Of one account 4 deliveries are under way at a time, 2 to one endpoint; others wait.
         *
         *     For: owner, webhooks.write, read.all, admin.
         */
        get: operations["getAccountsAccountWebhookEndpointsEndpointIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a delivery with its request and response
         * @description For: owner, webhooks.write, read.all, admin.
         */
        get: operations["getAccountsAccountWebhookEndpointsEndpointIdDeliveriesDeliveryId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a delivery
         * @description At once, whatever the state, with the same webhook-id. The endpoint has 3 seconds. One test or replay a second and endpoint; more answer 429.
         *
         *     For: owner, webhooks.write, admin.
         */
        post: operations["postAccountsAccountWebhookEndpointsEndpointIdDeliveriesDeliveryIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/webhook-endpoints/{endpointId}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay all deliveries since a time
         * @description Schedules every delivery since a time that failed or was kept while the endpoint was paused, oldest first, ten a second. The endpoint must be active. At most 1,000 in one request; go on from `next`.
         *
         *     For: owner, webhooks.write, admin.
         */
        post: operations["postAccountsAccountWebhookEndpointsEndpointIdReplays"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints of the platform
         * @description For: webhooks.write, read.all, admin.
         */
        get: operations["getWebhookEndpoints"];
        put?: never;
        /**
         * Add a webhook endpoint of the platform
         * @description At most 10. Such an endpoint gets the events of every account; `subject` says whose it is. Deliveries are signed after Standard Webhooks with the secret that is answered here, and never again.
         *
         *     For: webhooks.write, admin.
         */
        post: operations["postWebhookEndpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook endpoint of the platform
         * @description For: webhooks.write, read.all, admin.
         */
        get: operations["getWebhookEndpointsEndpointId"];
        put?: never;
        post?: never;
        /**
         * Remove a webhook endpoint of the platform
         * @description For: webhooks.write, admin.
         */
        delete: operations["deleteWebhookEndpointsEndpointId"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a webhook endpoint of the platform
         * @description To set the state forgets earlier failures: so one that was disabled is resumed. While an endpoint is paused, its events are kept for 7 days and can be replayed.
         *
         *     For: webhooks.write, admin.
         */
        patch: operations["patchWebhookEndpointsEndpointId"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/secret-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing secret (platform)
         * @description Makes a new secret. For 24 hours deliveries bear two signatures, of the new and of the old secret, separated by a space (Standard Webhooks). At most 5 secrets sign at a time.
         *
         *     For: webhooks.write, admin.
         */
        post: operations["postWebhookEndpointsEndpointIdSecretRotations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event (platform)
         * @description Sends an event of the type at once, whatever the state: example data in the shape of a real event, marked by the extension attribute `test: true`. Without a type it is the first that the endpoint subscribes to. The answer comes within 3 seconds. One test or replay a second and endpoint; more answer 429.
         *
         *     For: webhooks.write, admin.
         */
        post: operations["postWebhookEndpointsEndpointIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries to an endpoint (platform)
         * @description Kept for 30 days after the last attempt; for 7 days while paused. An endpoint has 3 seconds for the first attempt, 10 for later ones. Of one account 4 deliveries are under way at a time, 2 to one endpoint; others wait.
         *
         *     For: webhooks.write, read.all, admin.
         */
        get: operations["getWebhookEndpointsEndpointIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a delivery with its request and response (platform)
         * @description For: webhooks.write, read.all, admin.
         */
        get: operations["getWebhookEndpointsEndpointIdDeliveriesDeliveryId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a delivery (platform)
         * @description At once, whatever the state, with the same webhook-id. The endpoint has 3 seconds. One test or replay a second and endpoint; more answer 429.
         *
         *     For: webhooks.write, admin.
         */
        post: operations["postWebhookEndpointsEndpointIdDeliveriesDeliveryIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay all deliveries since a time (platform)
         * @description Schedules every delivery since a time that failed or was kept while the endpoint was paused, oldest first, ten a second. The endpoint must be active. At most 1,000 in one request; go on from `next`.
         *
         *     For: webhooks.write, admin.
         */
        post: operations["postWebhookEndpointsEndpointIdReplays"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where notices by e-mail go
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountContact"];
        /**
         * Say where notices by e-mail go
         * @description Each kind of quota alert is mailed at most once a day (UTC) and meter, and not for job slots. An address that mail bounced from gets mail again once it is set anew; one whose reader complained does not.
         *
         *     For: owner, admin.
         */
        put: operations["putAccountsAccountContact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an account was told
         * @description Every event but `account.state-changed`, whoever subscribes to it. Kept for 90 days. `quota.warning` is sent when use reaches the meter’s warning percentage, `quota.exceeded` when it reaches the limit; `overage.confirmation-required` comes with the latter. Each is sent again only after use was 5 percentage points below its threshold, or in a new period.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members of a company
         * @description For owners and admins of the company.
         *
         *     For: owner, members.write, read.all, admin.
         */
        get: operations["getAccountsAccountMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a member, or change its role
         * @description For owners and admins of the company. Only owners grant or revoke the role `owner`. An administrator, or a machine client with `members.write`, adds the first owner. A company has at most 1000 members, a user at most 50 companies.
         *
         *     For: owner, members.write, admin.
         */
        put: operations["putAccountsAccountMembersUser"];
        post?: never;
        /**
         * Remove a member
         * @description For owners and admins of the company. Access tokens that the user got before are valid until they expire, within an hour.
         *
         *     For: owner, members.write, admin.
         */
        delete: operations["deleteAccountsAccountMembersUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The packs on offer
         * @description For: caller, read.all, admin.
         */
        get: operations["getPacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was bought
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountPurchases"];
        put?: never;
        /**
         * Buy a pack
         * @description Give the `termsDigest` of the preview that the buyer saw, and the purchase is refused with 409 `terms-changed`, which has the new `terms`, if anything of them has changed since. `price` guards the price alone.
         *
         *     For: owner, admin.
         */
        post: operations["postAccountsAccountPurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/purchases/{purchaseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One purchase
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountPurchasesPurchaseId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/purchases/{purchaseId}/renewals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a pack
         * @description From 30 days before its end to the end of its grace. The next term follows the one before without a gap; one that is paid after it would have passed begins at the payment. It costs the lower of the price that the pack was sold for and the list price of its type now, where that gives no less. Nothing ever renews by itself.
         *
         *     For: owner, admin.
         */
        post: operations["postAccountsAccountPurchasesPurchaseIdRenewals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was charged
         * @description Those that were made from `from` up to `to`. With `Accept: text/csv` the same as CSV, one row a charge, UTF-8 with a byte order mark, as a file to save: all rows, or 413 `report-too-large` when they do not fit into one answer (about 5 MB). `amount` and `refunded` are in minor units, `amountDecimal` and `refundedDecimal` in the major unit; `refundOf` names the charge that a refund is of. The amount of a refund is positive: it is what was given back. With `limit` or `cursor` a part, and the header `x-next-cursor` leads on.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountCharges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/charges/{chargeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One charge
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountChargesChargeId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/charges/{chargeId}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a charge is being paid
         * @description For payers who come back: where they go on, while the outcome is still to come.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountChargesChargeIdPayments"];
        put?: never;
        /**
         * Pay a debt
         * @description A charge of type `overage` that is not paid yet, whole. Once it is, the account is free.
         *
         *     For: owner, admin.
         */
        post: operations["postAccountsAccountChargesChargeIdPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List waiting adjustments
         * @description What corrections of closed periods have come to and no charge has taken up yet. The next close of the meter bills a debit and credits a credit, whatever was used. What of a credit finds no charge is refunded to the payment that it is a credit of. The credit of a charge that is not paid yet waits until it is, and ends if that charge is waived.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountAdjustments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/overage-quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would it cost to go beyond the limit?
         * @description Holds for 15 minutes, also when the price changes meanwhile. The price is for one month: storage that is still beyond the limit in the next month has to be confirmed again.
         *
         *     For: owner, admin.
         */
        post: operations["postAccountsAccountOverageQuotes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/overage-confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a quote up
         * @description Use may go beyond the limit by the quoted amount until the period closes. What was really used of it is charged then, never more than the cap.
         *
         *     For: owner, admin.
         */
        post: operations["postAccountsAccountOverageConfirmations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/overage-confirmations/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is confirmed
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountOverageConfirmationsMeter"];
        put?: never;
        post?: never;
        /**
         * Withdraw
         * @description What is used or reserved beyond the limit stays confirmed, and owed.
         *
         *     For: owner, admin.
         */
        delete: operations["deleteAccountsAccountOverageConfirmationsMeter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/webhooks/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment provider's event
         * @description Signed by the provider. Kept before it is acknowledged; applied once, in any order.
         *
         *     Open to anyone.
         */
        post: operations["postPaymentsWebhooksProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The themes on sale
         * @description Newest first; most installed, best rated or cheapest first with `sort`. A purchase or a rating shows within a minute. With `tag` a part may hold fewer than `limit`, also none: it goes on as long as there is a `nextCursor`.
         *
         *     For: caller, read.all, admin.
         */
        get: operations["getThemes"];
        put?: never;
        /**
         * Submit a theme
         * @description For `account`, or, left out, for the caller. On sale once its package was validated and approved. An account has at most 10 versions that wait for an upload, a validation or a review; one more is refused by 409 `too-many-submissions`.
         *
         *     For: caller, admin.
         */
        post: operations["postThemes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/themes/{themeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One theme
         * @description On sale; its creator also sees it before and after that.
         *
         *     For: caller, read.all, admin.
         */
        get: operations["getThemesThemeId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a theme
         * @description Who has bought it keeps it, on the terms it was bought on. A theme that is delisted can be listed again.
         *
         *     For: caller, admin.
         */
        patch: operations["patchThemesThemeId"];
        trace?: never;
    };
    "/v1/themes/{themeId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a new version
         * @description The version on sale stays until the new one is approved. Refused by 409 `too-many-submissions` as a new theme is.
         *
         *     For: caller, admin.
         */
        post: operations["postThemesThemeIdVersions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/themes/{themeId}/validation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the checks found
         * @description In the newest package, or in that of `version`. For its creator.
         *
         *     For: caller, read.all, admin.
         */
        get: operations["getThemesThemeIdValidation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The themes that an account submitted
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountSubmissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/themes/{themeId}/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buy a theme
         * @description For `account`, or, left out, for the caller. A free theme needs no `paymentMethod`. Give the `termsDigest` of the preview that the buyer saw, and the purchase is refused with 409 `terms-changed`, which has the new `terms`, if anything of them has changed since. `price` guards the price alone. Bought again, a theme that is sold for a time is held for longer.
         *
         *     For: caller, admin.
         */
        post: operations["postThemesThemeIdPurchases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The themes that an account may use now
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountThemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/themes/{themeId}/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rate a theme
         * @description Whoever holds it, or held it until it ended. One rating an account; the latest counts.
         *
         *     For: owner, admin.
         */
        put: operations["putAccountsAccountThemesThemeIdRating"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/theme-purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The themes that an account bought
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountThemePurchases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/theme-purchases/{purchaseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One purchase of a theme
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountThemePurchasesPurchaseId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/earnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A creator's shares
         * @description By sale, with the tiers, caps and fee that applied. A day is shared out an hour after its end; what waits for that is shown as `provisional`, the first 1,000 of it. Lines of what was paid or given back from `from` up to `to`. With `Accept: text/csv` the lines as CSV, UTF-8 with a byte order mark, as a file to save: all rows, or 413 `report-too-large` when they do not fit into one answer (about 5 MB). `net`, `share` and `platform` are in minor units, the columns ending in `Decimal` in the major unit. With `limit` or `cursor` a part, and the header `x-next-cursor` leads on.
         *
         *     For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountEarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a creator was paid out
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountPayouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/payout-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where payouts go
         * @description For: owner, read.all, admin.
         */
        get: operations["getAccountsAccountPayoutAccount"];
        /**
         * Set where payouts go
         * @description A payout that is under way goes where it went.
         *
         *     For: owner, admin.
         */
        put: operations["putAccountsAccountPayoutAccount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Revenue
         * @description By day or month, and by what was charged for. Points are whole days or months: with `granularity=month` a `from` inside a month answers the whole month. `from` and `to` of the answer name the span that the points cover. Gaps are 0; oldest first; at most 400 points.
         *
         *     For: admin.
         */
        get: operations["getAdminRevenue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How pack types sell
         * @description For: admin.
         */
        get: operations["getAdminPacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/packs/{packType}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a pack type
         * @description What was sold keeps its terms. A retired one is on offer again.
         *
         *     For: admin.
         */
        put: operations["putAdminPacksPackType"];
        post?: never;
        /**
         * Retire a pack type
         * @description For: admin.
         */
        delete: operations["deleteAdminPacksPackType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage patterns
         * @description By meter and day; at most 400 days.
         *
         *     For: admin.
         */
        get: operations["getAdminUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/outstanding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is owed
         * @description By account; the age of a debt is in whole days since it was made.
         *
         *     For: admin.
         */
        get: operations["getAdminOutstanding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Submitted themes, by how far they have come
         * @description For: admin.
         */
        get: operations["getAdminThemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/themes/{themeId}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a theme
         * @description Its newest version, once it passed validation. Approved, it is the version on sale. The same decision again changes nothing.
         *
         *     For: admin.
         */
        post: operations["postAdminThemesThemeIdReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/charges/{chargeId}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give money back
         * @description All that is left, or `amount` of it. Once a charge is given back as a whole, what it had brought about is taken back.
         *
         *     For: admin.
         */
        post: operations["postAdminChargesChargeIdRefunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/charges/{chargeId}/waivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a debt go
         * @description A charge of type `overage` that is not paid. Its account is free at once.
         *
         *     For: admin.
         */
        post: operations["postAdminChargesChargeIdWaivers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, when
         * @description To one account, or, without `account`, to anybody within the last 14 months.
         *
         *     For: admin.
         */
        get: operations["getAdminAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits in the queues, and what failed
         * @description For: admin.
         */
        get: operations["getAdminDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description
         * @description Open to anyone.
         */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the API answers
         * @description Takes no token and reads nothing. For load balancers and uptime checks.
         *
         *     Open to anyone.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A CloudEvent 1.0, known by its source and id. Extension attributes are ignored. */
        UsageEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example req-7f3a */
            id: string;
            /** @example https://cdn.example/edge/7 */
            source: string;
            /**
             * @description The meter.
             * @enum {string}
             */
            type: "bandwidth" | "transcoding";
            /**
             * @description A user or a company.
             * @example user_001
             */
            subject: string;
            /**
             * Format: date-time
             * @description When it happened. Keep it when you send the event again.
             * @example 2026-11-23T10:00:00Z
             */
            time: string;
            datacontenttype?: string;
            /** @description Ignored. */
            dataschema?: string;
            data: {
                /** @example 1000000 */
                amount: number;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description RFC 9457. */
        Problem: {
            /**
             * Format: uri
             * @description https://real-deal.dev/problems/ and one of: malformed-json, validation-failed, idempotency-key-required, webhook-signature-invalid, webhook-expired, payment-method-unknown, unauthenticated, quota-exceeded, hard-blocked, payment-declined, forbidden, not-found, pack-unknown, theme-unknown, method-not-allowed, not-acceptable, conflict, last-owner, terms-changed, purchase-pending, too-many-reservations, too-many-confirmations, too-many-submissions, renewal-too-early, renewal-too-late, quote-expired, pack-retired, theme-not-on-sale, payload-too-large, report-too-large, unsupported-media-type, idempotency-key-reused, wrong-currency, amount-not-payable, refund-too-large, too-many-requests, internal, unavailable.
             */
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            requestId: string;
            errors?: {
                path: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        UsageCorrection: {
            correctionId: string;
            /** @description What the event counted for until now. */
            before: number;
            after: number;
            /** @description That it was counted in. */
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                end: string;
            };
            /** @description Whether that has closed: then its balance stays as it is. */
            closed: boolean;
            effect: components["schemas"]["CorrectionEffect"] | null;
        };
        /** @description Taken up by the next close of the meter. What of a credit finds no charge there is refunded to the payment of its period. */
        CorrectionEffect: {
            /** @enum {string} */
            kind: "debit" | "credit";
            amount: components["schemas"]["Money"];
            meter: string;
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                end: string;
            };
        };
        /** @description Minor units (1 CNY = 100 fen). */
        Money: {
            amount: number;
            /** @constant */
            currency: "CNY";
        };
        Quota: {
            meter: string;
            title: string;
            /** @enum {string} */
            kind: "gauge" | "counter" | "slots";
            unit: string;
            limit: number;
            used: number;
            reserved: number;
            remaining: number;
            /** @enum {string} */
            state: "ok" | "warning" | "exceeded" | "overage" | "blocked";
            warnAtPercent: number;
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                end: string;
            } | null;
            grants: {
                grantId: string;
                packType: string;
                amount: number;
                expiresAt: string | null;
            }[];
            overage: {
                confirmed: boolean;
                cap: components["schemas"]["Money"] | null;
                /** @description What is owed so far. Zero where nothing is confirmed. */
                estimate: components["schemas"]["Money"];
                /** @description Current use above the limit. */
                beyond: number;
            };
            /** @description With `explain=true`: which source of capacity burnt what, in order. */
            burn?: {
                source: string;
                amount: number;
                used: number;
            }[];
            /** @description With `explain=true`: stored bytes that nobody reserved before. */
            unreserved?: number;
            pace?: {
                /** @description At the end of the period. */
                projectedUse: number;
                /** @description What use beyond the limit would come to then. */
                projectedOverage: components["schemas"]["Money"];
            } | null;
        };
        UsageSnapshot: {
            account: string;
            /** @enum {string} */
            kind: "daily" | "close";
            /**
             * Format: date-time
             * @description The end of the day, or of the period, that it is of.
             * @example 2026-11-23T10:00:00Z
             */
            at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            takenAt: string;
            quotas: {
                meter: string;
                /** @enum {string} */
                kind: "gauge" | "counter" | "slots";
                unit: string;
                limit: number;
                used: number;
                reserved: number;
                /** @enum {string} */
                state: "ok" | "warning" | "exceeded" | "overage" | "blocked";
                period: {
                    /**
                     * Format: date-time
                     * @example 2026-11-23T10:00:00Z
                     */
                    start: string;
                    /**
                     * Format: date-time
                     * @example 2026-11-23T10:00:00Z
                     */
                    end: string;
                } | null;
            }[];
        };
        QuotaExceeded: {
            /**
             * Format: uri
             * @description https://real-deal.dev/problems/ and one of: malformed-json, validation-failed, idempotency-key-required, webhook-signature-invalid, webhook-expired, payment-method-unknown, unauthenticated, quota-exceeded, hard-blocked, payment-declined, forbidden, not-found, pack-unknown, theme-unknown, method-not-allowed, not-acceptable, conflict, last-owner, terms-changed, purchase-pending, too-many-reservations, too-many-confirmations, too-many-submissions, renewal-too-early, renewal-too-late, quote-expired, pack-retired, theme-not-on-sale, payload-too-large, report-too-large, unsupported-media-type, idempotency-key-reused, wrong-currency, amount-not-payable, refund-too-large, too-many-requests, internal, unavailable.
             */
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            requestId: string;
            errors?: {
                path: string;
                detail: string;
            }[];
            quota?: components["schemas"]["Quota"];
            packs?: components["schemas"]["Pack"][];
            overage?: {
                available: boolean;
                unitPrice: {
                    price: components["schemas"]["Money"];
                    per: number;
                } | null;
            };
        } & {
            [key: string]: unknown;
        };
        Pack: {
            packType: string;
            name: string;
            /** @enum {string} */
            kind: "capacity" | "jobSlots";
            grants: {
                [key: string]: number;
            };
            price: components["schemas"]["Money"];
            /** @enum {string} */
            mode: "oneTime" | "subscription";
            durationDays: number | null;
        };
        Upload: {
            uploadId: string;
            /**
             * @description `stored` from the storage event on; `deleted` also when it was cancelled before a file was stored.
             * @enum {string}
             */
            state: "reserved" | "stored" | "expired" | "deleted";
            key: string;
            fileName: string;
            contentType: string;
            /** @description The stored size once a file is stored, the reserved bytes otherwise. */
            bytes: number;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the form and the reservation end.
             * @example 2026-11-23T10:00:00Z
             */
            expiresAt: string;
        };
        Slot: {
            jobId: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            allocatedAt: string;
            leaseExpiresAt: string | null;
            /**
             * Format: date-time
             * @description When this slot is released because the limit falls. Absent otherwise.
             * @example 2026-11-23T10:00:00Z
             */
            releaseAt?: string;
        };
        AllocatedSlot: {
            jobId: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            allocatedAt: string;
            leaseExpiresAt: string | null;
            active: number;
            limit: number;
        };
        AddedWebhookEndpoint: {
            endpointId: string;
            url: string;
            events: ("quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed")[];
            /** @enum {string} */
            state: "active" | "paused" | "disabled";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            disabled: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                at: string;
                reason: string;
            } | null;
            /** @description Deliveries in a row that were given up. The fifth disables it. */
            givenUp: number;
            /** @description The circuit breaker. After 3 timeouts in a row it is `open`: nothing is sent for a minute, and for twice as long after each probe that fails, an hour at most. Then it is `half-open`: one delivery at a time is sent until one is answered. To set the state or the URL closes it. */
            circuit: {
                /** @enum {string} */
                state: "closed" | "open" | "half-open";
                /** @description Consecutive attempts without an answer in time. */
                timeouts: number;
                /** @description Until when nothing is sent; null while closed. */
                openUntil: string | null;
            };
            /** @description Shown once. Absent when the request is repeated under its Idempotency-Key: rotate the secret if it was lost. */
            secret?: string;
        };
        WebhookEndpoint: {
            endpointId: string;
            url: string;
            events: ("quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed")[];
            /** @enum {string} */
            state: "active" | "paused" | "disabled";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            disabled: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                at: string;
                reason: string;
            } | null;
            /** @description Deliveries in a row that were given up. The fifth disables it. */
            givenUp: number;
            /** @description The circuit breaker. After 3 timeouts in a row it is `open`: nothing is sent for a minute, and for twice as long after each probe that fails, an hour at most. Then it is `half-open`: one delivery at a time is sent until one is answered. To set the state or the URL closes it. */
            circuit: {
                /** @enum {string} */
                state: "closed" | "open" | "half-open";
                /** @description Consecutive attempts without an answer in time. */
                timeouts: number;
                /** @description Until when nothing is sent; null while closed. */
                openUntil: string | null;
            };
        };
        WebhookSecretRotation: {
            /** @description Shown once. Absent when the request is repeated under its Idempotency-Key: rotate the secret if it was lost. */
            secret?: string;
            /**
             * Format: date-time
             * @description When the old secret stops signing.
             * @example 2026-11-23T10:00:00Z
             */
            previousSecretExpiresAt: string;
        };
        WebhookDelivery: {
            deliveryId: string;
            /** @description The webhook-id: the same in every attempt. */
            eventId: string;
            /** @enum {string} */
            eventType: "quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed";
            /**
             * @description `paused`: kept for 7 days because the endpoint was paused. Replay it.
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed" | "paused";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            attempts: number;
            nextAttemptAt: string | null;
            lastAttempt: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                at: string;
                status: number | null;
                milliseconds: number;
                reason: string | null;
                /** @description The first 4 KB of the answer’s body, as text. */
                response: string | null;
            } | null;
            /**
             * Format: date-time
             * @description Until when it can be looked up and replayed.
             * @example 2026-11-23T10:00:00Z
             */
            expiresAt: string;
        };
        WebhookDeliveryWithRequest: {
            deliveryId: string;
            /** @description The webhook-id: the same in every attempt. */
            eventId: string;
            /** @enum {string} */
            eventType: "quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed";
            /**
             * @description `paused`: kept for 7 days because the endpoint was paused. Replay it.
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed" | "paused";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            attempts: number;
            nextAttemptAt: string | null;
            lastAttempt: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                at: string;
                status: number | null;
                milliseconds: number;
                reason: string | null;
                /** @description The first 4 KB of the answer’s body, as text. */
                response: string | null;
            } | null;
            /**
             * Format: date-time
             * @description Until when it can be looked up and replayed.
             * @example 2026-11-23T10:00:00Z
             */
            expiresAt: string;
            /** @description What the last attempt sent, or what will be sent; `url` is null before the first. */
            request: {
                url: string | null;
                /** @description Of the last attempt, without the signature. */
                headers: {
                    [key: string]: string;
                };
                body: string;
            };
        };
        WebhookReplays: {
            replayed: number;
            /** @description The `since` of the next request; null at the end. */
            next: string | null;
        };
        Notification: {
            /** @description The webhook-id of the same fact. */
            id: string;
            /** @enum {string} */
            type: "quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            at: string;
            /** @description As in the webhook. */
            data: {
                [key: string]: unknown;
            };
        };
        Member: {
            user: string;
            /**
             * @description All roles act for the company. `admin` also manages admins and members, `owner` manages owners too.
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
            /**
             * Format: date-time
             * @description When the user became a member.
             * @example 2026-11-23T10:00:00Z
             */
            since: string;
        };
        /** @description What would be done, to the cent. Nothing was. */
        PackPlan: {
            /** @constant */
            preview: true;
            packType: string;
            amount: components["schemas"]["Money"];
            /** @description What is bought, with the price that is charged. */
            terms: components["schemas"]["Pack"];
            /** @description Of the terms that the preview showed. The order is refused when they differ now. */
            termsDigest: string;
            lines: {
                /**
                 * @description What it is for; absent on lines from before lines had a kind.
                 * @enum {string}
                 */
                kind?: "pack" | "theme" | "overage" | "correction" | "refund";
                /**
                 * Format: date
                 * @description Of `overage`, `correction` and refunds of them: the first day of the period that it was used in.
                 */
                period?: string;
                description: string;
                /** @description In the unit of what is charged; 1 for a correction. */
                quantity: number;
                amount: components["schemas"]["Money"];
            }[];
            reason: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            startsAt: string;
            endsAt: string | null;
            quotas: {
                meter: string;
                limitBefore: number;
                limitAfter: number;
            }[];
        };
        Bought: {
            purchaseId: string;
            account: string;
            packType: string;
            /** @enum {string} */
            state: "pendingPayment" | "active" | "expiring" | "expired" | "failed" | "refunded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            startsAt: string | null;
            /** @description Null: it does not end. */
            endsAt: string | null;
            /** @description Until then its capacity stays. */
            graceEndsAt: string | null;
            /** @description As it was sold. */
            terms: components["schemas"]["Pack"];
            charge: components["schemas"]["Charge"];
            payment: components["schemas"]["Payment"];
        };
        /** @description An amount that is outstanding, paid, waived or refunded. */
        Charge: {
            chargeId: string;
            account: string;
            /** @enum {string} */
            type: "capacityPack" | "jobSlotPack" | "overage" | "theme" | "refund";
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            status: "pending" | "succeeded" | "failed" | "refunded" | "waived";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            settledAt: string | null;
            reason: string;
            failure: string | null;
            refunded: components["schemas"]["Money"];
            disputed: boolean;
            /** @description Payments that came in after the charge was paid. Each is refunded without being asked for. */
            surplus: {
                amount: components["schemas"]["Money"];
                /**
                 * @description How its refund stands. `failed`: operators refund it by hand.
                 * @enum {string}
                 */
                status: "pending" | "refunded" | "failed";
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                recordedAt: string;
            }[];
            /** @description Of a debt: from when on it is overdue. */
            dueAt: string | null;
            subject: {
                /** @enum {string} */
                kind: "purchase" | "renewal";
                purchaseId: string;
                packType: string;
            } | {
                /** @constant */
                kind: "overage";
                meter: string;
                /** Format: date */
                period: string;
            } | {
                /** @constant */
                kind: "theme";
                purchaseId: string;
                themeId: string;
                creator: string;
            } | {
                /** @constant */
                kind: "refund";
                chargeId: string;
                /** @enum {string} */
                type: "capacityPack" | "jobSlotPack" | "overage" | "theme" | "refund";
                /**
                 * @description Why it was made, if no user asked for it. `correction`: a credit that no charge took up. `dispute`: a lost dispute; what it takes of a charge for overage is owed again.
                 * @enum {string}
                 */
                cause?: "correction" | "dispute";
            };
            lines: {
                /**
                 * @description What it is for; absent on lines from before lines had a kind.
                 * @enum {string}
                 */
                kind?: "pack" | "theme" | "overage" | "correction" | "refund";
                /**
                 * Format: date
                 * @description Of `overage`, `correction` and refunds of them: the first day of the period that it was used in.
                 */
                period?: string;
                description: string;
                /** @description In the unit of what is charged; 1 for a correction. */
                quantity: number;
                amount: components["schemas"]["Money"];
            }[];
        };
        /** @description Where the payer goes on, when there is something left to do. */
        Payment: {
            /** @enum {string} */
            provider: "sandbox" | "stripe";
            checkoutUrl?: string;
            clientSecret?: string;
        };
        Purchase: {
            purchaseId: string;
            account: string;
            packType: string;
            /** @enum {string} */
            state: "pendingPayment" | "active" | "expiring" | "expired" | "failed" | "refunded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            startsAt: string | null;
            /** @description Null: it does not end. */
            endsAt: string | null;
            /** @description Until then its capacity stays. */
            graceEndsAt: string | null;
            /** @description As it was sold. */
            terms: components["schemas"]["Pack"];
        };
        KnownPurchase: {
            purchaseId: string;
            account: string;
            packType: string;
            /** @enum {string} */
            state: "pendingPayment" | "active" | "expiring" | "expired" | "failed" | "refunded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            startsAt: string | null;
            /** @description Null: it does not end. */
            endsAt: string | null;
            /** @description Until then its capacity stays. */
            graceEndsAt: string | null;
            /** @description As it was sold. */
            terms: components["schemas"]["Pack"];
            charge: components["schemas"]["Charge"];
            /** @description Null: no provider was asked for money. */
            payment: components["schemas"]["Payment"] | null;
        };
        LastPayment: {
            /** @enum {string} */
            provider: "sandbox" | "stripe";
            checkoutUrl?: string;
            clientSecret?: string;
            /** @description Whether its outcome is still to come. */
            open: boolean;
        };
        /** @description Money of a closed period that corrections have moved, and that the next close of its meter takes up. */
        Adjustment: {
            /** @enum {string} */
            kind: "debit" | "credit";
            meter: string;
            /** @description The closed period whose use was corrected. */
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                end: string;
            };
            /** @description What waits of it, without a sign. */
            amount: components["schemas"]["Money"];
            /**
             * Format: date-time
             * @description When the next close takes it up.
             * @example 2026-11-23T10:00:00Z
             */
            dueAt: string;
        };
        /** @description For each started block of `per` units. */
        UnitPrice: {
            price: components["schemas"]["Money"];
            per: number;
        };
        OveragePlan: {
            meter: string;
            /** @description The most that will ever be charged. */
            cap: components["schemas"]["Money"];
            /** @description How far use may go beyond the limit. */
            amount: number;
            /** @description How far it has gone. */
            used: number;
            /** @description What would be charged if the period closed now. */
            estimate: components["schemas"]["Money"];
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                end: string;
            };
            tranches: {
                quoteId: string;
                amount: number;
                unitPrice: components["schemas"]["UnitPrice"];
                total: components["schemas"]["Money"];
            }[];
            /** @constant */
            preview: true;
        };
        OverageConfirmation: {
            meter: string;
            /** @description The most that will ever be charged. */
            cap: components["schemas"]["Money"];
            /** @description How far use may go beyond the limit. */
            amount: number;
            /** @description How far it has gone. */
            used: number;
            /** @description What would be charged if the period closed now. */
            estimate: components["schemas"]["Money"];
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                end: string;
            };
            tranches: {
                quoteId: string;
                amount: number;
                unitPrice: components["schemas"]["UnitPrice"];
                total: components["schemas"]["Money"];
            }[];
        };
        Theme: {
            themeId: string;
            name: string;
            description: string;
            tags: string[];
            price: components["schemas"]["ThemePrice"];
            creator: string;
            /** @description The version on sale; null before one was approved. */
            version: number | null;
            delisted: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            /** @description When its first version was approved. */
            listedAt: string | null;
            /** @description How many accounts got it. */
            installs: number;
            rating: {
                count: number;
                /** @description With one decimal; null before the first rating. */
                average: number | null;
            };
            /** @description Of the version on sale. */
            previews: {
                /** @enum {string} */
                scheme: "light" | "dark";
                width: number;
                height: number;
                /**
                 * Format: uri
                 * @description Good for an hour.
                 */
                url: string;
            }[];
            /** @description Of the version on sale, to try it on; good for an hour. Buyers find theirs at `GET /v1/accounts/{account}/themes`. */
            stylesheetUrl: string | null;
        };
        /** @description Nothing (`free`), once for good (`fixed`), or for a time (`bundle`). */
        ThemePrice: {
            /** @enum {string} */
            mode: "free" | "fixed" | "bundle";
            /** @description Unless it is free. */
            amount?: components["schemas"]["Money"];
            /** @description Of a bundle: for how long it is sold. */
            durationDays?: number;
        };
        /** @description A form for the package: the fields first, the file last. */
        ThemeUpload: {
            url: string;
            fields: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            expiresAt: string;
        };
        ThemeValidation: {
            themeId: string;
            version: number;
            /** @enum {string} */
            state: "awaitingUpload" | "running" | "passed" | "failed";
            /** @description Once it is validated: all of them, also those that held. */
            checks: components["schemas"]["ThemeCheck"][];
            validatedAt: string | null;
        };
        /** @description One rule that a package is held to, and what was found. */
        ThemeCheck: {
            id: string;
            title: string;
            passed: boolean;
            measured: string;
            required: string;
            /** @description File and line, selector or token of the finding. */
            where: string | null;
        };
        ThemeSubmission: {
            themeId: string;
            name: string;
            creator: string;
            price: components["schemas"]["ThemePrice"];
            /** @description The version on sale. */
            onSale: number | null;
            delisted: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            /** @description Newest first. */
            versions: components["schemas"]["ThemeVersion"][];
        };
        /** @description A package that was handed in, or shall be. */
        ThemeVersion: {
            version: number;
            /** @enum {string} */
            state: "awaitingUpload" | "running" | "failed" | "awaitingReview" | "approved" | "rejected" | "superseded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until when its form is good.
             * @example 2026-11-23T10:00:00Z
             */
            uploadUntil: string;
            validatedAt: string | null;
            review: {
                /** @enum {string} */
                decision: "approve" | "reject";
                feedback: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                at: string;
            } | null;
        };
        /** @description What would be done, to the cent. Nothing was. */
        ThemePlan: {
            /** @constant */
            preview: true;
            themeId: string;
            account: string;
            /** @description 0 where the theme is free. */
            amount: components["schemas"]["Money"];
            terms: {
                themeId: string;
                name: string;
                creator: string;
                price: components["schemas"]["ThemePrice"];
            };
            /** @description Of the terms that the preview showed. The order is refused when they differ now. */
            termsDigest: string;
            lines: {
                /**
                 * @description What it is for; absent on lines from before lines had a kind.
                 * @enum {string}
                 */
                kind?: "pack" | "theme" | "overage" | "correction" | "refund";
                /**
                 * Format: date
                 * @description Of `overage`, `correction` and refunds of them: the first day of the period that it was used in.
                 */
                period?: string;
                description: string;
                /** @description In the unit of what is charged; 1 for a correction. */
                quantity: number;
                amount: components["schemas"]["Money"];
            }[];
            reason: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            startsAt: string;
            /** @description Null: for good. */
            endsAt: string | null;
        };
        ThemeBought: {
            purchaseId: string;
            account: string;
            themeId: string;
            /** @description As the theme was called then. */
            name: string;
            creator: string;
            /** @description As it was then. */
            price: components["schemas"]["ThemePrice"];
            /** @enum {string} */
            state: "pendingPayment" | "active" | "failed" | "refunded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            paidAt: string | null;
            /** @description While it is `active`: until when the account may use the theme, by all that it bought; null for good. */
            expiresAt: string | null;
            /** @description Null: it was free. */
            charge: components["schemas"]["Charge"] | null;
            payment: components["schemas"]["Payment"] | null;
        };
        /** @description A theme that the account may use now. */
        HeldTheme: {
            themeId: string;
            name: string;
            creator: string;
            /** @description The version on sale. */
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            since: string;
            /** @description Null: for good. */
            expiresAt: string | null;
            /** @description The account's own, from 1 to 5. */
            rating: number | null;
            /**
             * Format: uri
             * @description Good for an hour.
             */
            stylesheetUrl: string;
        };
        ThemePurchase: {
            purchaseId: string;
            account: string;
            themeId: string;
            /** @description As the theme was called then. */
            name: string;
            creator: string;
            /** @description As it was then. */
            price: components["schemas"]["ThemePrice"];
            /** @enum {string} */
            state: "pendingPayment" | "active" | "failed" | "refunded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            paidAt: string | null;
        };
        /** @description What a creator has of one sale, or gives back of it. */
        Earning: {
            lineId: string;
            /** @enum {string} */
            kind: "sale" | "refund";
            /**
             * @description `provisional`: its day is not shared out yet; this is what it comes to if its day ended now. `maturing`: until `maturesAt`, as it may still be given back.
             * @enum {string}
             */
            state: "provisional" | "maturing" | "available";
            /**
             * Format: date-time
             * @description When it was paid, or given back.
             * @example 2026-11-23T10:00:00Z
             */
            at: string;
            /** Format: date */
            day: string;
            purchaseId: string;
            refundId: string | null;
            themeId: string;
            name: string;
            /** @description What was paid, or, as less than nothing, given back. */
            net: components["schemas"]["Money"];
            /** @description Of the creator. What a refund takes back is less than nothing. */
            share: components["schemas"]["Money"];
            /** @description `net` less `share`. */
            platform: components["schemas"]["Money"];
            /** @description The version of the terms that it was shared by. */
            terms: number;
            /** @description How much of a sale fell into which tier, and the share of it before any cut. */
            tiers: {
                /**
                 * @description Basis points: 7000 are 70 %.
                 * @example 7000
                 */
                rate: number;
                sales: components["schemas"]["Money"];
                share: components["schemas"]["Money"];
            }[];
            /** @description What made the share smaller, and by how much: that is the platform’s. */
            cuts: {
                /** @enum {string} */
                kind: "minimumFee" | "themeCap" | "yearCap";
                amount: components["schemas"]["Money"];
            }[];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            maturesAt: string;
        };
        /** @description All that was shared out, by where it is. */
        CreatorBalance: {
            /** @description For the next payout. Less than nothing when more was taken back: later shares make it up. */
            available: components["schemas"]["Money"];
            maturing: components["schemas"]["Money"];
            paying: components["schemas"]["Money"];
            paid: components["schemas"]["Money"];
            /** @description Null: there is nothing to pay out. */
            nextPayoutAt: string | null;
        };
        CreatorYear: {
            year: number;
            netSales: components["schemas"]["Money"];
            share: components["schemas"]["Money"];
            /** @description That the next sale falls into. */
            tier: {
                /**
                 * @description Basis points: 7000 are 70 %.
                 * @example 7000
                 */
                rate: number;
                /** @description Net sales of the calendar year; null: all beyond. */
                upTo: components["schemas"]["Money"] | null;
            };
            yearCap: {
                cap: components["schemas"]["Money"];
                left: components["schemas"]["Money"];
            };
        };
        ThemeCap: {
            themeId: string;
            share: components["schemas"]["Money"];
            cap: components["schemas"]["Money"];
            left: components["schemas"]["Money"];
        };
        ShareTerms: {
            version: number;
            /** Format: date */
            from: string;
            tiers: {
                /** @description Net sales of the calendar year; null: all beyond. */
                upTo: components["schemas"]["Money"] | null;
                /**
                 * @description Basis points: 7000 are 70 %.
                 * @example 7000
                 */
                rate: number;
            }[];
            /** @description The most that a creator has of one theme. */
            themeCap: components["schemas"]["Money"];
            /** @description The most that a creator has of a calendar year. */
            yearCap: components["schemas"]["Money"];
            /** @description The least that the platform has of a sale. */
            minimumFee: components["schemas"]["Money"];
            /** @description The least that is paid out; what is less waits. */
            leastPayout: components["schemas"]["Money"];
        };
        Payout: {
            payoutId: string;
            /** @enum {string} */
            state: "pending" | "paid" | "failed";
            amount: components["schemas"]["Money"];
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            settledAt: string | null;
            failure: string | null;
            /** @enum {string} */
            provider: "sandbox" | "stripe";
            /** @description Its end; the rest is not shown. */
            destination: string;
        };
        PayoutAccount: {
            /** @enum {string} */
            provider: "sandbox" | "stripe";
            /** @description Its end; the rest is not shown. */
            destination: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            updatedAt: string;
        };
        /** @description `net` is gross less refunds, with the share of the creators still in it. */
        Revenue: {
            gross: components["schemas"]["MoneySum"];
            refunds: components["schemas"]["MoneySum"];
            net: components["schemas"]["MoneySum"];
            creatorShare: components["schemas"]["MoneySum"];
        };
        /** @description A sum over accounts, in minor units (1 CNY = 100 fen). */
        MoneySum: {
            amount: components["schemas"]["Whole"];
            /** @constant */
            currency: "CNY";
        };
        /** @description An exact integer: a number up to 2^53 - 1, its decimal digits as a string beyond. */
        Whole: number | string;
        PackFigures: {
            packType: string;
            name: string;
            retired: boolean;
            sold: number;
            active: number;
            renewed: number;
            expired: number;
            refunded: number;
            /** @description Gross less refunds, renewals among it. */
            revenue: components["schemas"]["MoneySum"];
        };
        PackType: {
            packType: string;
            name: string;
            /** @enum {string} */
            kind: "capacity" | "jobSlots";
            grants: {
                [key: string]: number;
            };
            price: components["schemas"]["Money"];
            /** @enum {string} */
            mode: "oneTime" | "subscription";
            durationDays: number | null;
            retired: boolean;
        };
        /** @description A version of a theme, with all that a review needs. */
        ThemeReview: {
            version: number;
            /** @enum {string} */
            state: "awaitingUpload" | "running" | "failed" | "awaitingReview" | "approved" | "rejected" | "superseded";
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until when its form is good.
             * @example 2026-11-23T10:00:00Z
             */
            uploadUntil: string;
            validatedAt: string | null;
            review: {
                /** @enum {string} */
                decision: "approve" | "reject";
                feedback: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-23T10:00:00Z
                 */
                at: string;
            } | null;
            themeId: string;
            name: string;
            description: string;
            tags: string[];
            creator: string;
            price: components["schemas"]["ThemePrice"];
            /** @description The version on sale. */
            onSale: number | null;
            checks: components["schemas"]["ThemeCheck"][];
            /** @description Other themes on sale that have at least 80 % of their rules or of their tokens in common with this version, at most five. Only for a version that waits for its review. */
            alike: {
                themeId: string;
                name: string;
                creator: string;
                /** @description Whether the stylesheets are the same to the byte. */
                sameFile: boolean;
                /** @description Percent of the rules of either theme.css that both have. */
                rules: number;
                /** @description Percent of the tokens of either theme that both have. */
                tokens: number;
            }[];
            /** @description Of this version. */
            previews: {
                /** @enum {string} */
                scheme: "light" | "dark";
                width: number;
                height: number;
                /**
                 * Format: uri
                 * @description Good for an hour.
                 */
                url: string;
            }[];
            /** @description Of this version, once it passed; good for an hour. */
            stylesheetUrl: string | null;
        };
        AuditLine: {
            id: string;
            /**
             * Format: date-time
             * @example 2026-11-23T10:00:00Z
             */
            at: string;
            by: string;
            action: string;
            /** @description Null: it concerns the platform. */
            account: string | null;
            target: string;
            reason: string | null;
            detail: {
                [key: string]: unknown;
            } | null;
        };
        QueueFigures: {
            queue: string;
            /**
             * @description `work` is done by itself; `deadLetters` failed too often and wait for an operator.
             * @enum {string}
             */
            kind: "work" | "deadLetters";
            /** @description Those that wait. */
            messages: number;
            /** @description Those that are being worked on. */
            inFlight: number;
            /** @description Of the oldest message. Null: there is none, or the queue does not tell (SQS). */
            oldestAgeSeconds: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Names the call in our logs. */
        "X-Request-Id": string;
        /** @description Calls for one caller in a window: 1,000 a second; of what is expensive, in 60 seconds: 300 previews, 300 usage series, 60 CSV exports (whole, not by `limit`), 60 theme submissions. */
        "RateLimit-Limit": number;
        /** @description Calls left in the window. */
        "RateLimit-Remaining": number;
        /** @description Seconds until the next window. */
        "RateLimit-Reset": number;
        /** @description With 429 and 503: seconds to wait. */
        "Retry-After": number;
        /** @description There when the answer is that of an earlier call with the same Idempotency-Key. */
        "Idempotency-Replayed": "true";
        /** @description The `nextCursor` of a part of a list that is answered as CSV; left out when nothing follows. */
        "X-Next-Cursor": string;
        /** @description Of CSV: the name of the file to save it under. */
        "Content-Disposition": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postUsageEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsageEvent"][];
                "application/cloudevents-batch+json": components["schemas"]["UsageEvent"][];
                "application/cloudevents+json": components["schemas"]["UsageEvent"];
            };
        };
        responses: {
            /** @description Kept, to be counted within seconds. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postUsageCorrections: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description A user or a company.
                     * @example user_001
                     */
                    account: string;
                    /** @enum {string} */
                    meter: "bandwidth" | "transcoding";
                    /** @example cdn */
                    source: string;
                    /** @example req-7f3a */
                    id: string;
                    /**
                     * Format: date-time
                     * @description The time of the event, as it was sent.
                     * @example 2026-11-23T10:00:00Z
                     */
                    time: string;
                    /**
                     * @description The new amount of the event, all of it.
                     * @example 1000000
                     */
                    amount: number;
                    /** @example The log file was cut short */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description It counted for that already; nothing changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageCorrection"];
                };
            };
            /** @description Corrected. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageCorrection"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountQuotas: {
        parameters: {
            query?: {
                explain?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: string;
                        /**
                         * Format: date-time
                         * @example 2026-11-23T10:00:00Z
                         */
                        asOf: string;
                        quotas: components["schemas"]["Quota"][];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountQuotaChecks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    meter: "storage" | "bandwidth" | "transcoding" | "jobSlots";
                    /** @example 1000000 */
                    amount: number;
                };
            };
        };
        responses: {
            /** @description Yes or no, and why. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        reason: ("quota-exceeded" | "hard-blocked") | null;
                        remaining: number;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postQuotaChecks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description A user or a company.
                     * @example user_001
                     */
                    account: string;
                    /** @enum {string} */
                    meter: "storage" | "bandwidth" | "transcoding" | "jobSlots";
                    /** @example 1000000 */
                    amount: number;
                }[];
            };
        };
        responses: {
            /** @description One answer for each. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        reason: ("quota-exceeded" | "hard-blocked") | null;
                        remaining: number;
                    }[];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountUsage: {
        parameters: {
            query: {
                meter: "bandwidth" | "transcoding";
                from: string;
                to: string;
                granularity?: "hour" | "day" | "month";
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One point for each started hour, day or month from `from` up to `to`. Points are whole: with `granularity=month` a `from` inside a month answers the whole month. `from` and `to` name the span that the points cover. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description The start of the first point, inclusive.
                         * @example 2026-11-23T10:00:00Z
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description The end of the last point, exclusive.
                         * @example 2026-11-23T10:00:00Z
                         */
                        to: string;
                        items: {
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            start: string;
                            amount: number;
                        }[];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountSnapshots: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UsageSnapshot"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountUsageEvents: {
        parameters: {
            query: {
                /** @description The time of the event. */
                time: string;
                source: string;
                id: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `unknown`: never seen, or not counted yet. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "counted" | "unknown" | "failed";
                        meter: string | null;
                        amount: number | null;
                        period: {
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            start: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            end: string;
                        } | null;
                        late: boolean;
                        reason: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountUsageEventsSourceId: {
        parameters: {
            query: {
                /** @description The time of the event. */
                time: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                source: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `unknown`: never seen, or not counted yet. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "counted" | "unknown" | "failed";
                        meter: string | null;
                        amount: number | null;
                        period: {
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            start: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            end: string;
                        } | null;
                        late: boolean;
                        reason: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountReservations: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key": string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    meter: "bandwidth" | "transcoding";
                    /** @example 1000000 */
                    amount: number;
                    /** @default 3600 */
                    leaseSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Held until the lease ends. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reservationId: string;
                        meter: string;
                        amount: number;
                        /**
                         * Format: date-time
                         * @example 2026-11-23T10:00:00Z
                         */
                        leaseExpiresAt: string;
                    };
                };
            };
            /** @description It does not fit. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["QuotaExceeded"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountReservationsIdSettlement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount: number;
                };
            };
        };
        responses: {
            /** @description Settled. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reservationId: string;
                        amount: number;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsAccountReservationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Given back, or it was already. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountUploads: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Upload"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountUploads: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fileName: string;
                    bytes: number;
                    contentType: string;
                };
            };
        };
        responses: {
            /** @description A form for exactly this file. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        uploadId: string;
                        key: string;
                        url: string;
                        fields: {
                            [key: string]: string;
                        };
                        /**
                         * Format: date-time
                         * @example 2026-11-23T10:00:00Z
                         */
                        expiresAt: string;
                    };
                };
            };
            /** @description It does not fit. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["QuotaExceeded"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountUploadsUploadId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                uploadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsAccountUploadsUploadId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                uploadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled or deleted, now or before. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountJobSlots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        active: number;
                        limit: number;
                        slots: components["schemas"]["Slot"][];
                        /**
                         * Format: date-time
                         * @description When the first slot is released because the limit falls. Absent otherwise.
                         * @example 2026-11-23T10:00:00Z
                         */
                        releaseAt?: string;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountJobSlots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example job_7 */
                    jobId: string;
                    leaseSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The job holds it already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocatedSlot"];
                };
            };
            /** @description Taken. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocatedSlot"];
                };
            };
            /** @description None is free. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["QuotaExceeded"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAccountsAccountJobSlotsJobIdLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                jobId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    leaseSeconds: number;
                };
            };
        };
        responses: {
            /** @description Extended, from now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocatedSlot"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsAccountJobSlotsJobId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Free, or it was already. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountWebhookEndpoints: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookEndpoint"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description https, a public address; not followed on.
                     * @example https://company.example/hooks
                     */
                    url: string;
                    events: ("quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed")[];
                };
            };
        };
        responses: {
            /** @description Added. Keep the secret. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedWebhookEndpoint"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountWebhookEndpointsEndpointId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsAccountWebhookEndpointsEndpointId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone, or it was already. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAccountsAccountWebhookEndpointsEndpointId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state?: "active" | "paused";
                    /**
                     * @description https, a public address; not followed on.
                     * @example https://company.example/hooks
                     */
                    url?: string;
                    events?: ("quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed")[];
                };
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountWebhookEndpointsEndpointIdSecretRotations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret signs from now on. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotation"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountWebhookEndpointsEndpointIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type?: "quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed";
                };
            };
        };
        responses: {
            /** @description Attempted; the answer says how it went. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountWebhookEndpointsEndpointIdDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountWebhookEndpointsEndpointIdDeliveriesDeliveryId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryWithRequest"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountWebhookEndpointsEndpointIdDeliveriesDeliveryIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Attempted; the answer says how it went. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountWebhookEndpointsEndpointIdReplays: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @example 2026-11-23T10:00:00Z
                     */
                    since: string;
                };
            };
        };
        responses: {
            /** @description Scheduled. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplays"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpoints: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookEndpoint"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description https, a public address; not followed on.
                     * @example https://company.example/hooks
                     */
                    url: string;
                    events: ("quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed")[];
                };
            };
        };
        responses: {
            /** @description Added. Keep the secret. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedWebhookEndpoint"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpointsEndpointId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhookEndpointsEndpointId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone, or it was already. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchWebhookEndpointsEndpointId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state?: "active" | "paused";
                    /**
                     * @description https, a public address; not followed on.
                     * @example https://company.example/hooks
                     */
                    url?: string;
                    events?: ("quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed")[];
                };
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhookEndpointsEndpointIdSecretRotations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret signs from now on. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotation"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhookEndpointsEndpointIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type?: "quota.warning" | "quota.exceeded" | "overage.confirmation-required" | "overage.closed" | "pack.activated" | "pack.expiring" | "pack.expired" | "slots.over-limit" | "slot.released" | "charge.succeeded" | "charge.failed" | "charge.refunded" | "charge.payment-due" | "account.suspended" | "account.restored" | "theme.validated" | "theme.sold" | "account.state-changed";
                };
            };
        };
        responses: {
            /** @description Attempted; the answer says how it went. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpointsEndpointIdDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpointsEndpointIdDeliveriesDeliveryId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryWithRequest"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhookEndpointsEndpointIdDeliveriesDeliveryIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Attempted; the answer says how it went. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhookEndpointsEndpointIdReplays: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @example 2026-11-23T10:00:00Z
                     */
                    since: string;
                };
            };
        };
        responses: {
            /** @description Scheduled. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplays"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null: no mail. */
                        email: string | null;
                        /** @description Why no mail goes to the address; null when mail goes. `bounce`: the mailbox does not exist. `complaint`: its reader marked a mail as spam. */
                        suppressed: {
                            /** @enum {string} */
                            cause: "bounce" | "complaint";
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            at: string;
                        } | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAccountsAccountContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Null: no mail. */
                    email: string | null;
                };
            };
        };
        responses: {
            /** @description Kept. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null: no mail. */
                        email: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountNotifications: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notification"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountMembers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By user, in descending order. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Member"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAccountsAccountMembersUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A company. */
                account: string;
                /** @description A user. */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description All roles act for the company. `admin` also manages admins and members, `owner` manages owners too.
                     * @enum {string}
                     */
                    role: "owner" | "admin" | "member";
                };
            };
        };
        responses: {
            /** @description The member as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsAccountMembersUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A company. */
                account: string;
                /** @description A user. */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is no member now. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The smallest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Pack"][];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountPurchases: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Purchase"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountPurchases: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example cap_10 */
                    packType: string;
                    /**
                     * @description Of the provider. The sandbox knows sandbox_ok, sandbox_declined and sandbox_async.
                     * @example sandbox_ok
                     */
                    paymentMethod: string;
                    price?: {
                        /**
                         * @description Minor units.
                         * @example 2900
                         */
                        amount: number;
                        /** @example CNY */
                        currency: string;
                    };
                    /** @description Of the terms that the preview showed. The order is refused when they differ now. */
                    termsDigest?: string;
                    /** @description Buy although another purchase of the same waits for its payment; without it that is refused with 409 `purchase-pending`, which names its `purchaseId`. */
                    allowPending?: boolean;
                };
            };
        };
        responses: {
            /** @description With `preview=true`: the plan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackPlan"];
                };
            };
            /** @description Begun. `active` once it is paid; capacity is granted then, once. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bought"];
                };
            };
            /** @description The payment was declined. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description https://real-deal.dev/problems/ and one of: malformed-json, validation-failed, idempotency-key-required, webhook-signature-invalid, webhook-expired, payment-method-unknown, unauthenticated, quota-exceeded, hard-blocked, payment-declined, forbidden, not-found, pack-unknown, theme-unknown, method-not-allowed, not-acceptable, conflict, last-owner, terms-changed, purchase-pending, too-many-reservations, too-many-confirmations, too-many-submissions, renewal-too-early, renewal-too-late, quote-expired, pack-retired, theme-not-on-sale, payload-too-large, report-too-large, unsupported-media-type, idempotency-key-reused, wrong-currency, amount-not-payable, refund-too-large, too-many-requests, internal, unavailable.
                         */
                        type: string;
                        title: string;
                        status: number;
                        detail: string;
                        instance: string;
                        requestId: string;
                        errors?: {
                            path: string;
                            detail: string;
                        }[];
                        charge: components["schemas"]["Charge"];
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountPurchasesPurchaseId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownPurchase"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountPurchasesPurchaseIdRenewals: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Of the provider. The sandbox knows sandbox_ok, sandbox_declined and sandbox_async.
                     * @example sandbox_ok
                     */
                    paymentMethod: string;
                    /** @description Of the terms that the preview showed. The order is refused when they differ now. */
                    termsDigest?: string;
                    /** @description Buy although another purchase of the same waits for its payment; without it that is refused with 409 `purchase-pending`, which names its `purchaseId`. */
                    allowPending?: boolean;
                };
            };
        };
        responses: {
            /** @description With `preview=true`: the plan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackPlan"];
                };
            };
            /** @description Begun. `active` once it is paid; capacity is granted then, once. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bought"];
                };
            };
            /** @description The payment was declined. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description https://real-deal.dev/problems/ and one of: malformed-json, validation-failed, idempotency-key-required, webhook-signature-invalid, webhook-expired, payment-method-unknown, unauthenticated, quota-exceeded, hard-blocked, payment-declined, forbidden, not-found, pack-unknown, theme-unknown, method-not-allowed, not-acceptable, conflict, last-owner, terms-changed, purchase-pending, too-many-reservations, too-many-confirmations, too-many-submissions, renewal-too-early, renewal-too-late, quote-expired, pack-retired, theme-not-on-sale, payload-too-large, report-too-large, unsupported-media-type, idempotency-key-reused, wrong-currency, amount-not-payable, refund-too-large, too-many-requests, internal, unavailable.
                         */
                        type: string;
                        title: string;
                        status: number;
                        detail: string;
                        instance: string;
                        requestId: string;
                        errors?: {
                            path: string;
                            detail: string;
                        }[];
                        charge: components["schemas"]["Charge"];
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountCharges: {
        parameters: {
            query?: {
                /** @description As JSON 20 where it is left out; as CSV all rows, unless `limit` or `cursor` ask for a part. */
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
                /** @description A UTC time or a day, inclusive. Left out: from the first on. */
                from?: string;
                /** @description A UTC time or a day, exclusive: `to=2026-12-01` ends with November. Left out: to the last. */
                to?: string;
                status?: "pending" | "succeeded" | "failed" | "refunded" | "waived";
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "X-Next-Cursor": components["headers"]["X-Next-Cursor"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Charge"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountChargesChargeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                chargeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charge"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountChargesChargeIdPayments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                chargeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last try; empty when there was none. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LastPayment"][];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountChargesChargeIdPayments: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
                chargeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Of the provider. The sandbox knows sandbox_ok, sandbox_declined and sandbox_async.
                     * @example sandbox_ok
                     */
                    paymentMethod: string;
                };
            };
        };
        responses: {
            /** @description The plan, with `preview=true`: what would be paid, by whom. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        charge: components["schemas"]["Charge"];
                        amount: components["schemas"]["Money"];
                        payment: {
                            /** @enum {string} */
                            provider: "sandbox" | "stripe";
                        };
                    };
                };
            };
            /** @description Paid, or under way. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        charge: components["schemas"]["Charge"];
                        payment: components["schemas"]["Payment"];
                    };
                };
            };
            /** @description The payment was declined. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description https://real-deal.dev/problems/ and one of: malformed-json, validation-failed, idempotency-key-required, webhook-signature-invalid, webhook-expired, payment-method-unknown, unauthenticated, quota-exceeded, hard-blocked, payment-declined, forbidden, not-found, pack-unknown, theme-unknown, method-not-allowed, not-acceptable, conflict, last-owner, terms-changed, purchase-pending, too-many-reservations, too-many-confirmations, too-many-submissions, renewal-too-early, renewal-too-late, quote-expired, pack-retired, theme-not-on-sale, payload-too-large, report-too-large, unsupported-media-type, idempotency-key-reused, wrong-currency, amount-not-payable, refund-too-large, too-many-requests, internal, unavailable.
                         */
                        type: string;
                        title: string;
                        status: number;
                        detail: string;
                        instance: string;
                        requestId: string;
                        errors?: {
                            path: string;
                            detail: string;
                        }[];
                        charge: components["schemas"]["Charge"];
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountAdjustments: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By meter, the newest period first. Empty when nothing waits. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Adjustment"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountOverageQuotes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    meter: "storage" | "bandwidth" | "transcoding";
                    /** @example 1000000 */
                    amount: number;
                };
            };
        };
        responses: {
            /** @description An offer; nothing is changed by it. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        quoteId: string;
                        meter: string;
                        amount: number;
                        unitPrice: components["schemas"]["UnitPrice"];
                        /** @description For the month of `period`, not for longer. */
                        total: components["schemas"]["Money"];
                        /** @constant */
                        pricedPer: "month";
                        period: {
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            start: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            end: string;
                        };
                        /**
                         * Format: date-time
                         * @example 2026-11-23T10:00:00Z
                         */
                        expiresAt: string;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAccountsAccountOverageConfirmations: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    quoteId: string;
                };
            };
        };
        responses: {
            /** @description With `preview=true`: what would be confirmed then. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OveragePlan"];
                };
            };
            /** @description Confirmed. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverageConfirmation"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountOverageConfirmationsMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                meter: "storage" | "bandwidth" | "transcoding";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the running period. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverageConfirmation"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccountsAccountOverageConfirmationsMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                meter: "storage" | "bandwidth" | "transcoding";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn, or nothing was confirmed. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPaymentsWebhooksProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: "sandbox" | "stripe";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Kept. `ignored` says that it is of a kind that does not concern us. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        received: true;
                        ignored: boolean;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getThemes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
                sort?: "newest" | "popular" | "rating" | "price";
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of a moment ago. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Theme"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postThemes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @example Calm greys, and one accent. */
                    description: string;
                    /** @default [] */
                    tags?: string[];
                    price: {
                        /** @constant */
                        mode: "free";
                    } | {
                        /** @constant */
                        mode: "fixed";
                        amount: {
                            /**
                             * @description Minor units.
                             * @example 2900
                             */
                            amount: number;
                            /** @example CNY */
                            currency: string;
                        };
                    } | {
                        /** @constant */
                        mode: "bundle";
                        amount: {
                            /**
                             * @description Minor units.
                             * @example 2900
                             */
                            amount: number;
                            /** @example CNY */
                            currency: string;
                        };
                        durationDays: number;
                    };
                    /**
                     * @description A user or a company.
                     * @example user_001
                     */
                    account?: string;
                };
            };
        };
        responses: {
            /** @description A form for its package: a zip of up to 10 MB. It is validated when it has arrived. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        themeId: string;
                        version: number;
                        upload: components["schemas"]["ThemeUpload"];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getThemesThemeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchThemesThemeId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example Calm greys, and one accent. */
                    description?: string;
                    tags?: string[];
                    price?: {
                        /** @constant */
                        mode: "free";
                    } | {
                        /** @constant */
                        mode: "fixed";
                        amount: {
                            /**
                             * @description Minor units.
                             * @example 2900
                             */
                            amount: number;
                            /** @example CNY */
                            currency: string;
                        };
                    } | {
                        /** @constant */
                        mode: "bundle";
                        amount: {
                            /**
                             * @description Minor units.
                             * @example 2900
                             */
                            amount: number;
                            /** @example CNY */
                            currency: string;
                        };
                        durationDays: number;
                    };
                    delisted?: boolean;
                };
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postThemesThemeIdVersions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. */
                "Idempotency-Key"?: string;
            };
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A form for its package: a zip of up to 10 MB. It is validated when it has arrived. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        themeId: string;
                        version: number;
                        upload: components["schemas"]["ThemeUpload"];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getThemesThemeIdValidation: {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeValidation"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountSubmissions: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ThemeSubmission"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postThemesThemeIdPurchases: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Of the provider. The sandbox knows sandbox_ok, sandbox_declined and sandbox_async.
                     * @example sandbox_ok
                     */
                    paymentMethod?: string;
                    /**
                     * @description A user or a company.
                     * @example user_001
                     */
                    account?: string;
                    price?: {
                        amount: number;
                        /** @example CNY */
                        currency: string;
                    };
                    /** @description Of the terms that the preview showed. The order is refused when they differ now. */
                    termsDigest?: string;
                    /** @description Buy although another purchase of the same waits for its payment; without it that is refused with 409 `purchase-pending`, which names its `purchaseId`. */
                    allowPending?: boolean;
                };
            };
        };
        responses: {
            /** @description With `preview=true`: the plan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemePlan"];
                };
            };
            /** @description Begun. `active` once it is paid; the theme may be used then. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeBought"];
                };
            };
            /** @description The payment was declined. */
            402: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description https://real-deal.dev/problems/ and one of: malformed-json, validation-failed, idempotency-key-required, webhook-signature-invalid, webhook-expired, payment-method-unknown, unauthenticated, quota-exceeded, hard-blocked, payment-declined, forbidden, not-found, pack-unknown, theme-unknown, method-not-allowed, not-acceptable, conflict, last-owner, terms-changed, purchase-pending, too-many-reservations, too-many-confirmations, too-many-submissions, renewal-too-early, renewal-too-late, quote-expired, pack-retired, theme-not-on-sale, payload-too-large, report-too-large, unsupported-media-type, idempotency-key-reused, wrong-currency, amount-not-payable, refund-too-large, too-many-requests, internal, unavailable.
                         */
                        type: string;
                        title: string;
                        status: number;
                        detail: string;
                        instance: string;
                        requestId: string;
                        errors?: {
                            path: string;
                            detail: string;
                        }[];
                        charge: components["schemas"]["Charge"];
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountThemes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What has lapsed is not among them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HeldTheme"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAccountsAccountThemesThemeIdRating: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                themeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example 5 */
                    stars: number;
                };
            };
        };
        responses: {
            /** @description Rated. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        themeId: string;
                        stars: number;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountThemePurchases: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ThemePurchase"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountThemePurchasesPurchaseId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
                purchaseId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of this moment. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeBought"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountEarnings: {
        parameters: {
            query?: {
                /** @description As JSON 20 where it is left out; as CSV all rows, unless `limit` or `cursor` ask for a part. */
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
                /** @description A UTC time or a day, inclusive. Left out: from the first on. */
                from?: string;
                /** @description A UTC time or a day, exclusive: `to=2026-12-01` ends with November. Left out: to the last. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first, with how the account stands. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "X-Next-Cursor": components["headers"]["X-Next-Cursor"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Earning"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                        balance: components["schemas"]["CreatorBalance"];
                        /** @description This one, as far as it is shared out. */
                        year: components["schemas"]["CreatorYear"];
                        /** @description What is left of the cap of each theme in `items`. */
                        themes: components["schemas"]["ThemeCap"][];
                        /** @description Those of today. */
                        terms: components["schemas"]["ShareTerms"];
                        /** @description The latest. */
                        payouts: components["schemas"]["Payout"][];
                        /** @description Where they go; null before it was said. */
                        payoutAccount: components["schemas"]["PayoutAccount"] | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountPayouts: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Payout"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountsAccountPayoutAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was set; 404 before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutAccount"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAccountsAccountPayoutAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user or a company. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The one that payments go by; it may be left out.
                     * @enum {string}
                     */
                    provider?: "sandbox" | "stripe";
                    /**
                     * @description The account of the provider. The sandbox knows sandbox_ok and sandbox_declined.
                     * @example sandbox_ok
                     */
                    destination: string;
                };
            };
        };
        responses: {
            /** @description Set. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutAccount"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminRevenue: {
        parameters: {
            query?: {
                /** @description Left out: 30 days before `to`. */
                from?: string;
                /** @description Exclusive. Left out: this moment. */
                to?: string;
                granularity?: "day" | "month";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One point for each started day or month from `from` up to `to`, and all of them together. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description The start of the first point, inclusive.
                         * @example 2026-11-23T10:00:00Z
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description The end of the last point, exclusive.
                         * @example 2026-11-23T10:00:00Z
                         */
                        to: string;
                        items: {
                            total: components["schemas"]["Revenue"];
                            byType: {
                                [key: string]: components["schemas"]["Revenue"];
                            };
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            start: string;
                        }[];
                        totals: {
                            total: components["schemas"]["Revenue"];
                            byType: {
                                [key: string]: components["schemas"]["Revenue"];
                            };
                        };
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminPacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All, also those never sold. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PackFigures"][];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAdminPacksPackType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                packType: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    kind: "capacity" | "jobSlots";
                    /**
                     * @description Meter and amount in its unit.
                     * @example {
                     *       "storage": 10000000000
                     *     }
                     */
                    grants: {
                        /** @example 1000000 */
                        storage?: number;
                        /** @example 1000000 */
                        bandwidth?: number;
                        /** @example 1000000 */
                        transcoding?: number;
                        /** @example 1000000 */
                        jobSlots?: number;
                    };
                    price: {
                        /** @example 1000000 */
                        amount: number;
                        /** @example CNY */
                        currency: string;
                    };
                    /** @enum {string} */
                    mode: "oneTime" | "subscription";
                    durationDays: number | null;
                };
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackType"];
                };
            };
            /** @description Added. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackType"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAdminPacksPackType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                packType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No longer sold, or it was not before. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminUsage: {
        parameters: {
            query?: {
                /** @description Left out: 30 days before `to`. */
                from?: string;
                /** @description Exclusive. Left out: this moment. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date */
                            day: string;
                            meter: string;
                            unit: string;
                            /** @description Of counters what was used that day, of the others what was held. */
                            total: components["schemas"]["Whole"];
                            accounts: number;
                        }[];
                        /** @description Of the last day in the range that has figures. */
                        latest: {
                            /** Format: date */
                            day: string;
                            meters: {
                                meter: string;
                                distribution: {
                                    percentOfLimit: string;
                                    accounts: number;
                                }[];
                                top: {
                                    account: string;
                                    used: number;
                                }[];
                            }[];
                        } | null;
                        /** @description Of counters: what was used in each hour (UTC) of each day of the week, all weeks in the range together. Hours without use are left out. */
                        hours: {
                            /** @description 1 is Monday (ISO 8601). */
                            weekday: number;
                            hour: number;
                            meter: string;
                            amount: components["schemas"]["Whole"];
                        }[];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminOutstanding: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who has owed for longest comes first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            account: string;
                            total: components["schemas"]["MoneySum"];
                            /**
                             * Format: date-time
                             * @example 2026-11-23T10:00:00Z
                             */
                            oldest: string;
                            charges: components["schemas"]["Charge"][];
                        }[];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                        total: components["schemas"]["MoneySum"];
                        buckets: {
                            /** @enum {string} */
                            age: "0-7" | "8-30" | "31+";
                            count: number;
                            total: components["schemas"]["MoneySum"];
                        }[];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminThemes: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
                state?: "awaitingUpload" | "running" | "failed" | "awaitingReview" | "approved" | "rejected" | "superseded";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first, with what the checks found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ThemeReview"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminThemesThemeIdReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                themeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "reject";
                    feedback?: string;
                    /** @description The one that was looked at: refused if there is a newer one. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description Reviewed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeReview"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminChargesChargeIdRefunds: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                chargeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount?: {
                        /**
                         * @description Minor units.
                         * @example 2900
                         */
                        amount: number;
                        /** @example CNY */
                        currency: string;
                    };
                    /** @example Goodwill */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The plan, with `preview=true`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        refund: components["schemas"]["Charge"];
                        /** @description What could still be given back after it. */
                        left: components["schemas"]["Money"];
                        /** @description The purchase that it takes back, if any. */
                        takesBack: string | null;
                    };
                };
            };
            /** @description Given back, or under way: the charge of type `refund`. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charge"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAdminChargesChargeIdWaivers: {
        parameters: {
            query?: {
                preview?: "true" | "false";
            };
            header?: {
                /** @description The same for every repetition of one request. Requests are compared as parsed: the order of fields and white space do not matter. Simultaneous repetitions have one effect, and all but one carry `Idempotency-Replayed`. A request that is refused before anything happened (400, 403, 404, 409, 410, 422) does not use the key up; a 402 is an outcome and is answered again. Kept for 40 days. Needed, unless with `preview=true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                chargeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example Goodwill */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The plan, with `preview=true`: the charge as it would be. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charge"];
                };
            };
            /** @description Let go. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Charge"];
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminAudit: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The `nextCursor` of the part before. */
                cursor?: string;
                account?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditLine"][];
                        /** @description Null when nothing follows. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdminDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every queue, each as of a moment ago. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["QueueFigures"][];
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description Refused. */
            "4XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Failed, or too busy. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
