{if $comptoir_url && $comptoir_shop_key}
<script async src="{$comptoir_url|escape:'htmlall':'UTF-8'}/widget.js" data-shop="{$comptoir_shop_key|escape:'htmlall':'UTF-8'}"></script>
{/if}
