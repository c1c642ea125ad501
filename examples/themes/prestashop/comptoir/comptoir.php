<?php
/**
 * The support counter on every page of a PrestaShop: put the folder `comptoir` into `modules/`, install the module, and
 * set COMPTOIR_URL and COMPTOIR_SHOP_KEY in the table `configuration` (or by Configuration::updateValue).
 */

if (!defined('_PS_VERSION_')) {
    exit;
}

class Comptoir extends Module
{
    public function __construct()
    {
        $this->name = 'comptoir';
        $this->tab = 'front_office_features';
        $this->version = '0.1.0';
        $this->author = 'Comptoir';
        $this->ps_versions_compliancy = ['min' => '1.7.0', 'max' => _PS_VERSION_];
        parent::__construct();
        $this->displayName = 'Comptoir';
        $this->description = 'The support counter on every page of the shop.';
    }

    public function install()
    {
        return parent::install() && $this->registerHook('displayBeforeBodyClosingTag');
    }

    public function hookDisplayBeforeBodyClosingTag()
    {
        $this->context->smarty->assign([
            'comptoir_url' => Configuration::get('COMPTOIR_URL'),
            'comptoir_shop_key' => Configuration::get('COMPTOIR_SHOP_KEY'),
        ]);
        return $this->display(__FILE__, 'views/templates/hook/comptoir.tpl');
    }
}
