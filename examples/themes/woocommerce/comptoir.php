<?php
/**
 * Plugin Name: Comptoir
 * Description: The support counter on every page of the shop; signed-in customers are known to it.
 * Version: 0.1.0
 * License: MIT
 *
 * Save as wp-content/plugins/comptoir/comptoir.php, and in wp-config.php:
 *   define('COMPTOIR_URL', 'https://support.example.com');
 *   define('COMPTOIR_SHOP_KEY', 'pk_…');
 *   define('COMPTOIR_IDENTITY_SECRET', 'is_…');  // never in a page
 */

defined('ABSPATH') || exit;

function comptoir_base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** A signed identity (JWT, HS256) that ends in ten minutes. */
function comptoir_identity(WP_User $user): string
{
    $claims = ['sub' => (string) $user->ID, 'iat' => time(), 'exp' => time() + 600];
    if ($user->display_name !== '') {
        $claims['name'] = $user->display_name;
    }
    if ($user->user_email !== '') {
        $claims['email'] = $user->user_email;
    }
    $unsigned = comptoir_base64url(wp_json_encode(['alg' => 'HS256', 'typ' => 'JWT']))
        . '.' . comptoir_base64url(wp_json_encode($claims));
    return $unsigned . '.' . comptoir_base64url(hash_hmac('sha256', $unsigned, COMPTOIR_IDENTITY_SECRET, true));
}

// By a request of its own and not in the page: pages are cached, and a token in one would be everybody's.
add_action('wp_ajax_comptoir_identity', function (): void {
    nocache_headers();
    wp_send_json(['token' => comptoir_identity(wp_get_current_user())]);
});

add_action('wp_footer', function (): void {
    ?>
    <script>window.Comptoir = window.Comptoir || function () { (Comptoir.q = Comptoir.q || []).push(arguments) }</script>
    <script async src="<?php echo esc_url(COMPTOIR_URL . '/widget.js'); ?>" data-shop="<?php echo esc_attr(COMPTOIR_SHOP_KEY); ?>"></script>
    <?php if (is_user_logged_in()) : ?>
    <script>
        Comptoir('once', 'open', function () {
            fetch(<?php echo wp_json_encode(admin_url('admin-ajax.php?action=comptoir_identity')); ?>, { credentials: 'same-origin' })
                .then(function (answer) { return answer.json() })
                .then(function (identity) { return Comptoir('identify', identity) })
        })
    </script>
    <?php endif;
});
